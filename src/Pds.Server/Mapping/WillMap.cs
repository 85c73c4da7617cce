using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>How a resident's will is shown, from the wire: exact sizes, one kind, one spelling.</summary>
internal static class WillMap
{
    private const int MaxJwsLength = 8192;
    private const int MinCredentialId = 16;

    /// <summary>Reads evidence; false for none, an unknown kind, or a size out of bounds.</summary>
    public static bool TryParse(V1.Evidence? wire, [NotNullWhen(true)] out Evidence? evidence)
    {
        evidence = wire?.KindCase switch
        {
            V1.Evidence.KindOneofCase.DeviceSignature when wire.DeviceSignature.Jws is { Length: > 0 and <= MaxJwsLength } jws =>
                new Evidence.DeviceSignature(jws),
            V1.Evidence.KindOneofCase.OidcStepUp when wire.OidcStepUp.IdToken is { Length: > 0 and <= IdToken.MaxLength } token
                && TrySet(wire.OidcStepUp.Digests, out var set) => new Evidence.OidcStepUp(set, token),
            V1.Evidence.KindOneofCase.Passkey when TrySet(wire.Passkey.Digests, out var set) && TryParse(wire.Passkey.Assertion, out var answer) =>
                new Evidence.PasskeyAssertion(set, answer),
            V1.Evidence.KindOneofCase.Counter when wire.Counter.IdToken is { Length: > 0 and <= IdToken.MaxLength } shown
                && TrySet(wire.Counter.Digests, out var counted) && VisitId.TryParse(wire.Counter.VisitId, out var visit) && StaffId.TryParse(wire.Counter.StaffId, out var clerk) =>
                new Evidence.Counter(counted, visit.ToString(), clerk.ToString(), shown),
            _ => null,
        };
        return evidence is not null;
    }

    /// <summary>Reads a passkey's answer; false for none or a size out of bounds.</summary>
    public static bool TryParse(V1.PasskeyAssertion? wire, [NotNullWhen(true)] out PasskeyAnswer? answer)
    {
        answer = wire is not null
            && wire.CredentialId.Length is >= MinCredentialId and <= AuthenticatorData.MaxCredentialIdBytes
            && wire.AuthenticatorData.Length is >= AuthenticatorData.HeadBytes and <= AuthenticatorData.MaxBytes
            && wire.ClientDataJson.Length is > 0 and <= PasskeyRules.MaxClientDataBytes
            && wire.Signature.Length is > 0 and <= Es256PublicKey.MaxDerSignatureSize
            ? new PasskeyAnswer(
                wire.CredentialId.ToByteArray(), wire.AuthenticatorData.ToByteArray(), wire.ClientDataJson.ToByteArray(), wire.Signature.ToByteArray())
            : null;
        return answer is not null;
    }

    private static bool TrySet(IReadOnlyList<ByteString> digests, [NotNullWhen(true)] out EvidenceSet? set) =>
        EvidenceSet.TryOf([.. digests.Take(EvidenceSet.MaxDigests + 1).Select(digest => digest.ToByteArray())], out set);
}
