using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Stands in for the server's protobuf: a call as JSON. What matters here is that bytes are parsed only after their hash matched.</summary>
internal static class CallFormat
{
    private sealed record Wire(string Grant, string[] Fields, DateOnly? From, DateOnly? Until);

    public static byte[] Of(GrantId grant, IEnumerable<string> fields, DataRange? range = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new Wire(grant.ToString(), [.. fields], range?.From, range?.Until));

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out DisclosureCall? call)
    {
        var wire = JsonSerializer.Deserialize<Wire>(bytes.Span);
        call = GrantId.TryParse(wire!.Grant, out var grant)
            ? new DisclosureCall(grant, wire.Fields, wire.From is null && wire.Until is null ? null : new DataRange(wire.From, wire.Until))
            : null;
        return call is not null;
    }
}
