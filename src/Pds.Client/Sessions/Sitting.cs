using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Client;

/// <summary>
/// What one fresh sign-in agrees to: the documents shown in one sitting, or one act. Its challenge goes to the identity provider as
/// <c>nonce</c>, or to the passkey as <c>challenge</c>; the answer becomes evidence for each document in it and for nothing else.
/// </summary>
public sealed class Sitting
{
    private readonly EvidenceSet _set;

    internal Sitting(IEnumerable<byte[]> digests) => _set = EvidenceSet.Of(digests);

    /// <summary>32 bytes, base64url without padding, 43 characters.</summary>
    public string Challenge => Base64Url.Encode(_set.Challenge);

    /// <summary>The evidence that an ID token is whose <c>nonce</c> is <see cref="Challenge"/>.</summary>
    public Evidence WithIdToken(string idToken) =>
        new() { OidcStepUp = new OidcStepUp { Digests = { _set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, IdToken = idToken } };

    /// <summary>The evidence that a passkey's answer to <see cref="Challenge"/> is.</summary>
    public Evidence WithPasskey(PasskeyAssertion assertion) =>
        new() { Passkey = new PasskeyEvidence { Digests = { _set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, Assertion = assertion } };

    /// <summary>The evidence that her sign-in at the counter is, in a clerk's visit.</summary>
    internal Evidence AtTheCounter(string idToken, string visitId, string staffId) => new()
    {
        Counter = new CounterStatement
        {
            Digests = { _set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, IdToken = idToken, VisitId = visitId, StaffId = staffId,
        },
    };
}
