using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Web.SignIn;

/// <summary>What the script wrote into a form, base64url. Sizes and meaning are for the city's server.</summary>
internal static class PasskeyForm
{
    /// <summary>A passkey's answer; false when the form holds none.</summary>
    public static bool TryRead(IFormCollection form, [NotNullWhen(true)] out PasskeyAssertion? assertion)
    {
        assertion = TryBytes(form, "credential_id", out var id) && TryBytes(form, "authenticator_data", out var data)
            && TryBytes(form, "client_data_json", out var client) && TryBytes(form, "signature", out var signature)
            ? new PasskeyAssertion { CredentialId = id, AuthenticatorData = data, ClientDataJson = client, Signature = signature }
            : null;
        return assertion is not null;
    }

    /// <summary>A new passkey; false when the form holds none.</summary>
    public static bool TryRead(IFormCollection form, [NotNullWhen(true)] out PasskeyAttestation? attestation, [NotNullWhen(true)] out ByteString? data)
    {
        attestation = TryBytes(form, "authenticator_data", out data) && TryBytes(form, "attestation_object", out var made)
            && TryBytes(form, "client_data_json", out var client)
            ? new PasskeyAttestation { AttestationObject = made, ClientDataJson = client }
            : null;
        return attestation is not null && data is not null;
    }

    private static bool TryBytes(IFormCollection form, string name, [NotNullWhen(true)] out ByteString? bytes)
    {
        bytes = form[name] is [{ Length: > 0 } text] && Base64Url.TryDecode(text, out var read) ? ByteString.CopyFrom(read) : null;
        return bytes is not null;
    }
}
