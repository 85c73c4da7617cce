using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Whose bodies and receipts an export opens. Every leaf is in every export; outside the scope it shows its place only.</summary>
/// <param name="From">First instant of the period, UTC; null for no lower bound.</param>
/// <param name="Until">First instant after it (half-open), UTC; null for no upper bound.</param>
/// <param name="Purpose">Only consents under this purpose version, and what was done under them; null for all.</param>
/// <param name="Organization">Only what concerns this organisation; null for all.</param>
/// <param name="Resident">Only the resident whom this export names so; null for all.</param>
public sealed record ExportScope(
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    PurposeVersion? Purpose = null,
    OrganizationId? Organization = null,
    Pseudonym? Resident = null)
{
    private static readonly string[] Members = ["from", "until", "purpose", "organization", "resident"];

    /// <summary>Everything.</summary>
    public static ExportScope All { get; } = new();

    /// <summary>True when the period holds an instant.</summary>
    public bool Holds(DateTimeOffset at) => (From is not { } from || at >= from) && (Until is not { } until || at < until);

    /// <summary>JSON form: the members that narrow, and no others.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        Put(json, "from", From is { } from ? Instant.Format(from) : null);
        Put(json, "until", Until is { } until ? Instant.Format(until) : null);
        Put(json, "purpose", Purpose?.ToString());
        Put(json, "organization", Organization?.ToString());
        Put(json, "resident", Resident?.ToString());
        return json;
    }

    internal static bool TryRead(JsonElement json, [NotNullWhen(true)] out ExportScope? scope)
    {
        scope = null;
        if (!JsonClaims.HasOnly(json, Members)
            || !TryMember<DateTimeOffset>(json, "from", Instant.TryParse, out var from)
            || !TryMember<DateTimeOffset>(json, "until", Instant.TryParse, out var until)
            || !TryMember<PurposeVersion>(json, "purpose", PurposeVersion.TryParse, out var purpose)
            || !TryMember<OrganizationId>(json, "organization", OrganizationId.TryParse, out var organization)
            || !TryMember<Pseudonym>(json, "resident", Pseudonym.TryParse, out var resident))
        {
            return false;
        }

        scope = new ExportScope(from, until, purpose, organization, resident);
        return true;
    }

    private delegate bool Parser<T>(string? text, out T value);

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static bool TryMember<T>(JsonElement json, string name, Parser<T> parse, out T? value)
        where T : struct
    {
        value = null;
        if (!json.TryGetProperty(name, out var member))
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.String || !parse(member.GetString(), out var read))
        {
            return false;
        }

        value = read;
        return true;
    }
}
