using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Pds.Disclosure;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Reads the bytes of <c>RequestDataRequest.call</c>, after their hash matched. An unknown field is refused: it may narrow something.</summary>
internal static class DisclosureCallBytes
{
    private const int MaxFields = 64;

    /// <summary>The call; false for anything that is not exactly a well-formed one.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out DisclosureCall? call)
    {
        call = null;
        try
        {
            var parsed = V1.DisclosureCall.Parser.ParseFrom(bytes.Span);
            var known = V1.DisclosureCall.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes.Span);
            if (known.CalculateSize() != parsed.CalculateSize()
                || !GrantId.TryParse(parsed.GrantId, out var grant)
                || parsed.Fields.Count is < 1 or > MaxFields
                || parsed.Fields.Distinct(StringComparer.Ordinal).Count() != parsed.Fields.Count
                || !TermsMap.TryParse(parsed.DataRange, out var range))
            {
                return false;
            }

            call = new DisclosureCall(grant, [.. parsed.Fields], range);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
