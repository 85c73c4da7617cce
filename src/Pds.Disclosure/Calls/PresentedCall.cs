using Pds.Consent;
using Pds.Cryptography;

namespace Pds.Disclosure;

/// <summary>A request parsed once (step 2). What it claims is still to be believed or not.</summary>
internal sealed class PresentedCall
{
    private PresentedCall(RequestDataInput input, CallingOrganization caller, ReceiptPresentation presentation)
    {
        Input = input;
        Caller = caller;
        Presentation = presentation;
        RequestSha256 = Sha256.Hash(input.Call.Span);
        Bytes = input.Digest();
        Digest = CallDigest.Of(caller.Organization, Receipt.Issuer, presentation.Call.Jti);
    }

    public RequestDataInput Input { get; }

    public CallingOrganization Caller { get; }

    public ReceiptPresentation Presentation { get; }

    public Receipt Receipt => Presentation.Receipt;

    /// <summary>SHA-256 of the call bytes.</summary>
    public byte[] RequestSha256 { get; }

    /// <summary>Digest of the exact bytes that came: same bytes, same call.</summary>
    public byte[] Bytes { get; }

    /// <summary>Digest of caller, issuer and jti: the identity of the call in intents and rows.</summary>
    public byte[] Digest { get; }

    /// <summary>Rule 1. Null when it is out of bounds or no presentation of ours.</summary>
    public static PresentedCall? Parse(RequestDataInput input, CallingOrganization caller) =>
        input.IsInBounds && ReceiptPresentation.TryParse(input.Presentation, out var presentation)
            ? new PresentedCall(input, caller, presentation)
            : null;

    public override string ToString() => nameof(PresentedCall);
}
