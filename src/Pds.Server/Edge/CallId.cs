using Pds.Cryptography;

namespace Pds.Server.Edge;

/// <summary>The server's own name of one call, for answers and logs: <c>cal_</c> and 26 random characters. Never taken from a caller.</summary>
internal static class CallId
{
    private static readonly object ItemKey = new();

    /// <summary>The id of the call, made on first use.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items.TryGetValue(ItemKey, out var id))
        {
            return (string)id!;
        }

        var made = OpaqueId.New("cal");
        context.Items[ItemKey] = made;
        return made;
    }
}
