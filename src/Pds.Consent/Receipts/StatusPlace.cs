using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>One entry of one published status list (draft-ietf-oauth-status-list section 6.1).</summary>
/// <param name="Uri">Where the list is published; also its <c>sub</c>.</param>
/// <param name="Index">The entry's index in it, 0 to 2^17 − 1.</param>
public sealed record StatusPlace(string Uri, int Index)
{
    /// <summary>
    /// The place of a number as it is stored with a consent: lists of 2^17 entries follow one another, list n at
    /// <c>{issuer}/status-lists/{n}</c>.
    /// </summary>
    public static StatusPlace Of(string issuer, int number)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new(UriOf(issuer, number / StatusList.EntriesInAList), number % StatusList.EntriesInAList);
    }

    /// <summary>The address of list <paramref name="list"/> of an issuer.</summary>
    public static string UriOf(string issuer, int list) =>
        string.Create(CultureInfo.InvariantCulture, $"{issuer?.TrimEnd('/')}/status-lists/{list}");

    internal JsonObject ToJson() => new() { ["status_list"] = new JsonObject { ["idx"] = Index, ["uri"] = Uri } };

    internal static bool TryRead(JsonElement claims, [NotNullWhen(true)] out StatusPlace? place)
    {
        place = claims.TryGetProperty("status", out var status)
            && JsonClaims.HasExactly(status, "status_list")
            && status.GetProperty("status_list") is var list
            && JsonClaims.HasExactly(list, "idx", "uri")
            && JsonClaims.TryInteger(list, "idx", 0, StatusList.EntriesInAList - 1, out var index)
            && JsonClaims.TryText(list, "uri", 400, out var uri)
            && System.Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
            && parsed.Scheme == System.Uri.UriSchemeHttps
            ? new StatusPlace(uri, (int)index)
            : null;
        return place is not null;
    }
}
