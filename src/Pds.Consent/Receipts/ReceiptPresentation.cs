using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// A receipt and the call proof that came with it (SD-JWT+KB, RFC 9901 section 4): what RequestData carries. Existing means rule 1
/// holds; rule 2 is the receipt's own question (<see cref="Receipt.IsSignedBy"/>), rules 3 and 4 are those below. Everything is parsed once.
/// </summary>
public sealed class ReceiptPresentation
{
    private ReceiptPresentation(Receipt receipt, KeyBinding binding, CallBinding call)
    {
        Receipt = receipt;
        Binding = binding;
        Call = call;
    }

    /// <summary>The receipt.</summary>
    public Receipt Receipt { get; }

    /// <summary>The key binding JWT: audience, time, nonce.</summary>
    public KeyBinding Binding { get; }

    /// <summary>The call it is for: jti, request hash, method.</summary>
    public CallBinding Call { get; }

    /// <summary>Rule 1: a well-formed receipt with a well-formed call proof.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReceiptPresentation? presentation)
    {
        presentation = SdJwt.TryParse(text, Receipt.Typ, out var sdJwt)
            && KeyBinding.TryParse(sdJwt.KeyBindingJwt, out var binding)
            && binding.Call is { } call
            && Receipt.TryRead(sdJwt, out var receipt)
            ? new ReceiptPresentation(receipt, binding, call)
            : null;
        return presentation is not null;
    }

    /// <summary>Rule 3: the receipt is bound to this caller's key, and that key made the proof.</summary>
    public bool IsHeldBy(Es256PublicKey caller) => Receipt.Holder.Equals(caller) && Binding.IsSignedBy(Receipt.Holder);

    /// <summary>Rule 4, the part without time and replay: the proof is for this ledger, method, request and receipt.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="method">Full gRPC method name.</param>
    /// <param name="requestHash">SHA-256 of the request's bytes.</param>
    public bool IsAbout(string origin, string method, ReadOnlySpan<byte> requestHash) =>
        Binding.Audience == origin
        && Call.Method == method
        && FixedTime.Equals(Call.RequestHash, requestHash)
        && Binding.IsFor(Receipt.SdJwt);

    /// <summary>Makes one: the receipt with the named disclosable claims (often none), and the holder's proof for one call.</summary>
    public static string Create(
        Receipt receipt, IReadOnlyCollection<string> disclose, Es256Key holder, DateTimeOffset now, CallBinding call)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return KeyBinding.Append(holder, receipt.Present(disclose), receipt.Log.Origin, now, call);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ReceiptPresentation);
}
