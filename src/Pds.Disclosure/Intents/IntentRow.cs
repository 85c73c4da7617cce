using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// One use of a consent and how it ended, in <see cref="Table.Intents"/>: written with the intent, closed once, kept as the recipient's own list.
/// Parent is <see cref="OpenLink"/> until it is closed and the grant afterwards, so that recovery finds the open ones; other is the recipient.
/// </summary>
internal sealed record IntentRow
{
    public const string OpenLink = "open";
    public const string Open = "open";
    public const string Disclosed = "disclosed";
    public const string Stopped = "stopped";

    public required int V { get; init; }

    /// <summary>Digest of issuer and jti, base64url: the row's key.</summary>
    public required string Call { get; init; }

    public required string Resident { get; init; }

    public required string Grant { get; init; }

    public required string Recipient { get; init; }

    public required string Purpose { get; init; }

    /// <summary>When the intent was recorded.</summary>
    public required string At { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>How many records were to be read.</summary>
    public required int Records { get; init; }

    /// <summary>The tail of the use counter's key to give back when stopped.</summary>
    public required string Window { get; init; }

    /// <summary>Leaf index of the intent.</summary>
    public long Index { get; init; }

    public required string State { get; init; }

    /// <summary>Why it was stopped; null otherwise.</summary>
    public string? Reason { get; init; }

    public static RowKey KeyOf(string call) => new(Table.Intents, call);

    public static string CallOf(byte[] callDigest) => Base64Url.Encode(callDigest);

    public GrantId GrantId => GrantId.TryParse(Grant, out var id) ? id : throw Broken();

    public ResidentId ResidentId => ResidentId.TryParse(Resident, out var id) ? id : throw Broken();

    public OrganizationId RecipientId => OrganizationId.TryParse(Recipient, out var id) ? id : throw Broken();

    /// <summary>The counter this use was counted in.</summary>
    public RowKey Counter => UseCounter.KeyOf(GrantId, Window);

    /// <summary>The first writing, in the transaction of the intent.</summary>
    public Change PutOpen() => new Change.PutIndexed(
        KeyOf(Call), index => (this with { Index = index }).ToBytes(), new RowLinks(OpenLink, Recipient), ExpectedVersion: 0);

    /// <summary>The one closing. Whoever closes first wins: the row must still stand at the version it was opened with.</summary>
    public Change PutClosed(string state, string? reason = null) => new Change.Put(
        KeyOf(Call), (this with { State = state, Reason = reason }).ToBytes(), new RowLinks(Grant, Recipient), ExpectedVersion: 1);

    public static IntentRow FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, DisclosureJson.Default.IntentRow) is { V: 1 } row ? row : throw Broken();

    public override string ToString() => nameof(IntentRow);

    private byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DisclosureJson.Default.IntentRow);

    private static InvalidDataException Broken() => new("An intent row is not of a format this version reads.");
}

/// <summary>Uses counted against a consent's frequency, one row a period (rule 10).</summary>
internal static class UseCounter
{
    public static RowKey KeyOf(GrantId grant, string window) => new(Table.UseCounters, $"{grant}|{window}");

    /// <summary>How often a call was sealed again; a call's digest is no grant id, so the two kinds of key never meet.</summary>
    public static RowKey KeyOfSealings(string call) => new(Table.UseCounters, $"sealings|{call}");
}
