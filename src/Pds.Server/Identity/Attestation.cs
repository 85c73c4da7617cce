using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using Pds.Consent;

namespace Pds.Server.Identity;

/// <summary>
/// An attestation object (WebAuthn Level 3 section 6.5.4): {"fmt", "attStmt", "authData"} in CTAP2's canonical CBOR. Who made the authenticator is
/// not asked, so that the statement is passed over.
/// </summary>
internal static class Attestation
{
    /// <summary>The longest accepted, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const int Members = 3;

    /// <summary>The authenticator data inside; false for anything else.</summary>
    public static bool TryRead(byte[] attestation, [NotNullWhen(true)] out AuthenticatorData? data)
    {
        data = null;
        if (attestation.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            var reader = new CborReader(attestation, CborConformanceMode.Ctap2Canonical);
            if (reader.ReadStartMap() != Members)
            {
                return false;
            }

            byte[]? authData = null;
            for (var member = 0; member < Members; member++)
            {
                switch (reader.ReadTextString())
                {
                    case "authData":
                        authData = reader.ReadByteString();
                        break;
                    case "fmt":
                        reader.ReadTextString();
                        break;
                    case "attStmt":
                        reader.SkipValue();
                        break;
                    default:
                        return false;
                }
            }

            reader.ReadEndMap();
            return reader.BytesRemaining == 0 && authData is not null && AuthenticatorData.TryParse(authData, out data);
        }
        catch (Exception notCbor) when (notCbor is CborContentException or InvalidOperationException)
        {
            return false;
        }
    }
}
