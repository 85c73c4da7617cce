using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>
/// The receipt somebody shows, checked piece by piece. What fails is named by the key of its sentence; the first failure is the one told.
/// </summary>
/// <param name="text">As it came.</param>
internal sealed class ShownReceipt(string text)
{
    /// <summary>The longest file, in bytes.</summary>
    public const int MaxBytes = SdJwt.MaxLength + 16;

    /// <summary>What it says; null when it is none.</summary>
    public Receipt? Receipt { get; } = Pds.Consent.Receipt.TryParse(text, out var receipt) ? receipt : null;

    /// <summary>Whether the city signed it, as of its own time: that a consent has expired since does not make its receipt wrong.</summary>
    /// <param name="root">The city's root certificate, DER.</param>
    /// <param name="issuer">Who must have signed it; null for whoever the root certified.</param>
    /// <returns>Null when it holds.</returns>
    public string? WhyNotSigned(byte[] root, string? issuer)
    {
        if (Receipt is null)
        {
            return "receipt.Unreadable";
        }

        return issuer is not null && Receipt.Issuer != issuer ? "receipt.OtherIssuer"
            : new ReceiptVerifier(new TrustedRoots(root)).Verify(text, Receipt.IssuedAt) is ReceiptVerification<Receipt>.Refused refused
                ? "receipt." + refused.Defect
            : null;
    }

    /// <summary>Whether it says what the entry says. Claims that its holder keeps back are not compared.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="granted">The entry.</param>
    /// <param name="commitment">Its C, 32 bytes.</param>
    /// <returns>Null when it does.</returns>
    public string? WhyNotOf(string origin, ConsentGranted granted, byte[] commitment) =>
        Receipt is null ? "receipt.Unreadable"
        : Receipt.Log.Origin != origin ? "receipt.OtherLog"
        : Receipt.Grant != granted.Grant ? "receipt.OtherConsent"
        : !FixedTime.Equals(Receipt.Log.Commitment, commitment) ? "receipt.OtherEntry"
        : !FixedTime.Equals(Receipt.ConsentDigest, granted.ConsentDigest) ? "receipt.OtherDocument"
        : Receipt.Recipient != granted.Recipient || Receipt.EncJkt != granted.EncJkt ? "receipt.OtherRecipient"
        : Receipt.Purpose.ToString() != granted.Purpose ? "receipt.OtherPurpose"
        : Receipt.Expires.ToUnixTimeSeconds() != granted.Ends.ToUnixTimeSeconds() ? "receipt.OtherEnd"
        : Receipt.Attributes is { } attributes && !attributes.Select(attribute => attribute.Name).SequenceEqual(granted.Fields, StringComparer.Ordinal)
            ? "receipt.OtherFields"
        : null;

    /// <summary>Every sentence a refusal can name, for the tests.</summary>
    internal static IEnumerable<string> Keys =>
    [
        .. Enum.GetNames<ReceiptDefect>().Select(name => "receipt." + name), "receipt.OtherIssuer", "receipt.OtherLog", "receipt.OtherConsent", "receipt.OtherEntry",
        "receipt.OtherDocument", "receipt.OtherRecipient", "receipt.OtherPurpose", "receipt.OtherEnd", "receipt.OtherFields",
    ];

    /// <summary>Reads the file; null when it cannot be read or is longer than any receipt.</summary>
    public static ShownReceipt? Read(FileInfo file) =>
        file is { Exists: true, Length: <= MaxBytes } ? new ShownReceipt(File.ReadAllText(file.FullName).Trim()) : null;

    /// <summary>The receipt of a consent in an export that was verified; null when the export has none.</summary>
    public static ShownReceipt? Find(Exports.ExportFolder folder, GrantId grant)
    {
        foreach (var line in folder.ReadParts(ExportNames.Receipts, ExportedToken.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedToken.TryParse(bytes, out var token)
                && Pds.Consent.Receipt.TryParse(token.Token, out var receipt) && receipt.Grant == grant)
            {
                return new ShownReceipt(token.Token);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ShownReceipt);
}
