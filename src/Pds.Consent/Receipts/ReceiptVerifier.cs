using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Checks receipts, act receipts and status tokens without the server: with <see cref="TrustedRoots"/> all it needs is the city's
/// root certificate and a clock. Whether a consent still stands is told by the status list, not by the receipt.
/// </summary>
public sealed class ReceiptVerifier(IReceiptTrust trust)
{
    /// <summary>How far clocks may differ, and how old a holder's proof may be: one minute.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>A receipt as its owner keeps it.</summary>
    public ReceiptVerification<Receipt> Verify(string? text, DateTimeOffset now) =>
        Receipt.TryParse(text, out var receipt) ? Check(receipt, now) : Refused<Receipt>(ReceiptDefect.Unreadable);

    /// <summary>The same for a receipt that was read already.</summary>
    public ReceiptVerification<Receipt> Verify(Receipt receipt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return Check(receipt, now);
    }

    /// <summary>
    /// A receipt shown by its holder for one call (SD-JWT+KB), by RFC 9901 section 7.3. A proof for any other call is refused, and so is one that
    /// the reader did not wait for: the nonce it expects is part of <paramref name="expected"/>. To count a nonce once is the reader's part.
    /// </summary>
    /// <param name="text">The presentation.</param>
    /// <param name="audience">Who it must be for.</param>
    /// <param name="expected">The call it must be for: nonce, SHA-256 of the request, method.</param>
    /// <param name="now">The reader's clock.</param>
    public ReceiptVerification<ReceiptPresentation> VerifyPresentation(string? text, string audience, CallBinding expected, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (!ReceiptPresentation.TryParse(text, out var presentation))
        {
            return Refused<ReceiptPresentation>(ReceiptDefect.Unreadable);
        }

        if (Check(presentation.Receipt, now) is ReceiptVerification<Receipt>.Refused refused)
        {
            return Refused<ReceiptPresentation>(refused.Defect);
        }

        var binding = presentation.Binding;
        return binding.IsSignedBy(presentation.Receipt.Holder)
            && binding.Nonce == expected.Jti
            && presentation.IsAbout(audience, expected.Method, expected.RequestHash)
            && (now - binding.IssuedAt).Duration() <= Tolerance
            ? new ReceiptVerification<ReceiptPresentation>.Valid(presentation)
            : Refused<ReceiptPresentation>(ReceiptDefect.HolderNotProved);
    }

    /// <summary>The receipt of a refusal, pause, withdrawal, use or deletion; it does not expire.</summary>
    public ReceiptVerification<ActReceipt> VerifyAct(string? text, DateTimeOffset now)
    {
        if (!ActReceipt.TryParse(text, out var act))
        {
            return Refused<ActReceipt>(ReceiptDefect.Unreadable);
        }

        return (Signature(act.Jws, act.Issuer, act.IssuedAt) ?? Early(act.IssuedAt, now)) is { } defect
            ? Refused<ActReceipt>(defect)
            : new ReceiptVerification<ActReceipt>.Valid(act);
    }

    /// <summary>A status list token fetched from <paramref name="uri"/> (draft-ietf-oauth-status-list section 8.3).</summary>
    public ReceiptVerification<StatusListToken> VerifyStatusList(string? text, string issuer, string uri, DateTimeOffset now)
    {
        if (!StatusListToken.TryParse(text, out var token) || token.Uri != uri)
        {
            return Refused<StatusListToken>(ReceiptDefect.Unreadable);
        }

        return (Signature(token.Jws, issuer, token.IssuedAt) ?? Early(token.IssuedAt, now) ?? Late(token.Expires, now)) is { } defect
            ? Refused<StatusListToken>(defect)
            : new ReceiptVerification<StatusListToken>.Valid(token);
    }

    private ReceiptVerification<Receipt> Check(Receipt receipt, DateTimeOffset now) =>
        (Signature(receipt.SdJwt.IssuerJwt, receipt.Issuer, receipt.IssuedAt)
            ?? Early(receipt.IssuedAt, now)
            ?? Late(receipt.Expires, now)) is { } defect
            ? Refused<Receipt>(defect)
            : new ReceiptVerification<Receipt>.Valid(receipt);

    private ReceiptDefect? Signature(ParsedJws jws, string issuer, DateTimeOffset issuedAt) =>
        !trust.TryFindKey(jws, issuer, issuedAt, out var key) ? ReceiptDefect.IssuerNotTrusted
        : jws.Verify(key) ? null
        : ReceiptDefect.SignatureWrong;

    private static ReceiptDefect? Early(DateTimeOffset issuedAt, DateTimeOffset now) =>
        issuedAt > now + Tolerance ? ReceiptDefect.FromTheFuture : null;

    private static ReceiptDefect? Late(DateTimeOffset expires, DateTimeOffset now) =>
        now >= expires ? ReceiptDefect.Expired : null;

    private static ReceiptVerification<T> Refused<T>(ReceiptDefect defect) => new ReceiptVerification<T>.Refused(defect);
}
