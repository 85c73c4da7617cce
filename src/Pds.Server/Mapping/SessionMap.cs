using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Server.Sessions;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Sessions and passkeys to the wire.</summary>
internal static class SessionMap
{
    /// <summary>To the wire; <paramref name="asking"/> is the session that asks.</summary>
    public static V1.Session ToWire(this LiveSession session, LiveSession? asking = null) => new()
    {
        SessionId = session.Id,
        ResidentId = session.Resident.ToString(),
        WebHost = session.Host.ToString(),
        SignIn = session.SignIn switch
        {
            SignInKind.IdentityProvider => V1.SignInKind.IdentityProvider,
            SignInKind.Passkey => V1.SignInKind.Passkey,
            SignInKind.Letter => V1.SignInKind.Letter,
        },
        CreateTime = session.SignedInAt.ToTimestamp(),
        LastUseTime = session.UsedAt.ToTimestamp(),
        ExpireTime = session.EndsAt.ToTimestamp(),
        Current = asking is null || session.Id == asking.Id,
    };

    /// <summary>To the wire.</summary>
    public static V1.Passkey ToWire(this Passkey passkey) => new()
    {
        PasskeyId = Base64Url.Encode(passkey.CredentialId),
        Name = passkey.Name,
        CreateTime = passkey.RegisteredAt.ToTimestamp(),
        LastUseTime = passkey.UsedAt?.ToTimestamp(),
    };
}
