using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.TestCity;

/// <summary>An authenticator in software: makes a credential and answers challenges as the standard says, or bent.</summary>
public sealed class TestPasskey : IDisposable
{
    /// <summary>The relying party of the tests.</summary>
    public const string RpId = "localhost";

    /// <summary>The page of the tests.</summary>
    public const string Origin = "https://localhost:7444";

    /// <summary>User present, user verified.</summary>
    public const byte Verified = 0x05;

    private const byte Attested = 0x40;

    /// <summary>The credential's id.</summary>
    public byte[] Id { get; } = RandomSource.Bytes(32);

    /// <summary>Its key.</summary>
    public Es256Key Key { get; } = Es256Key.Create();

    /// <summary>What it counts; 0 for ever for one that does not.</summary>
    public uint Count { get; set; }

    /// <summary>What the browser returns for a registration.</summary>
    public PasskeyAttestation Register(string challenge, string origin = Origin, string rpId = RpId, byte flags = Verified, string type = "webauthn.create")
    {
        var data = NewData(rpId, flags);
        byte[] attestation =
        [
            0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data,
        ];
        return new PasskeyAttestation
        {
            ClientDataJson = ByteString.CopyFrom(ClientData(type, challenge, origin)), AttestationObject = ByteString.CopyFrom(attestation),
        };
    }

    /// <summary>The authenticator data of a registration.</summary>
    public byte[] NewData(string rpId = RpId, byte flags = Verified)
    {
        var jwk = Key.PublicKey.ToJwk();
        Base64Url.TryDecode((string)jwk["x"]!, out var x);
        Base64Url.TryDecode((string)jwk["y"]!, out var y);
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. x!, 0x22, 0x58, 0x20, .. y!];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        return [.. Head(rpId, (byte)(flags | Attested)), .. new byte[16], .. length, .. Id, .. cose];
    }

    /// <summary>What the browser returns for a challenge.</summary>
    public PasskeyAssertion Answer(
        string challenge, string origin = Origin, string rpId = RpId, byte flags = Verified, string type = "webauthn.get", Es256Key? by = null)
    {
        var data = Head(rpId, flags);
        var client = ClientData(type, challenge, origin);
        return new PasskeyAssertion
        {
            CredentialId = ByteString.CopyFrom(Id),
            AuthenticatorData = ByteString.CopyFrom(data),
            ClientDataJson = ByteString.CopyFrom(client),
            Signature = ByteString.CopyFrom(Der((by ?? Key).Sign([.. data, .. Sha256.Hash(client)]))),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    private byte[] Head(string rpId, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. Sha256.Hash(Encoding.UTF8.GetBytes(rpId)), flags, .. count];
    }

    private static byte[] ClientData(string type, string challenge, string origin) => Encoding.UTF8.GetBytes(
        new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = origin, ["crossOrigin"] = false }.ToJsonString());

    // r ‖ s as SEQUENCE { INTEGER r, INTEGER s }.
    private static byte[] Der(byte[] signature)
    {
        byte[] both = [.. Integer(signature[..32]), .. Integer(signature[32..])];
        return [0x30, (byte)both.Length, .. both];
    }

    private static byte[] Integer(byte[] number)
    {
        var digits = number.AsSpan().TrimStart((byte)0);
        return digits[0] >= 0x80 ? [0x02, (byte)(digits.Length + 1), 0, .. digits] : [0x02, (byte)digits.Length, .. digits];
    }
}
