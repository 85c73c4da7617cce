using Pds.Cryptography;

namespace Pds.Client;

/// <summary>Idempotency keys, made before the first attempt so that every attempt of a call carries the same one.</summary>
internal static class RequestIds
{
    /// <summary><paramref name="given"/> when the caller keeps its own key across restarts, else a fresh one (30 characters).</summary>
    public static string OrNew(string? given) => string.IsNullOrEmpty(given) ? OpaqueId.New("rid") : given;
}
