using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>A8: each consent has a receipt, signed by the city's key of that time, over this entry and this document.</summary>
/// <param name="book">What the log says.</param>
/// <param name="origin">The ledger's origin.</param>
/// <param name="issuer">The city's issuer URL.</param>
/// <param name="trust">The city's root.</param>
internal sealed class A8Receipts(GrantBook book, string origin, string issuer, IReceiptTrust trust)
{
    private readonly ReceiptVerifier verifier = new(trust);

    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A8");

    /// <summary>Status places of the receipts that hold, by consent; for A9.</summary>
    public Dictionary<GrantId, StatusPlace> Good { get; } = [];

    private readonly HashSet<GrantId> seen = [];

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);

    /// <summary>What is wrong with a receipt by itself; null for nothing, and for one of no opened consent. Changes nothing: for any thread.</summary>
    public Failure? Examine(Receipt receipt, string place) =>
        !book.Grants.TryGetValue(receipt.Grant, out var life) ? null
        // Checked as of its own time: that a consent has expired since does not make its receipt wrong.
        : receipt.Issuer != issuer || verifier.Verify(receipt, receipt.IssuedAt) is not ReceiptVerification<Receipt>.Valid
            ? new Failure(Fault.ReceiptSignature, Severity.Tampered, place, life.Index)
        : !IsOf(receipt, life) ? new Failure(Fault.ReceiptDiffers, Severity.Tampered, place, life.Index)
        : null;

    /// <summary>The next receipt, with what was found in it.</summary>
    public void See(SeenReceipt receipt, Failure? found, string place)
    {
        Report.Look();
        if (!book.Grants.ContainsKey(receipt.Grant) || !seen.Add(receipt.Grant))
        {
            Report.Fail(Fault.ReceiptUnknown, Severity.Tampered, place);
        }
        else if (found is not null)
        {
            Report.Fail(found);
        }
        else
        {
            Good[receipt.Grant] = receipt.Status;
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        foreach (var life in book.Grants.Values.Where(life => !seen.Contains(life.Granted.Grant)))
        {
            Report.Fail(Fault.ReceiptMissing, Severity.Tampered, leaf: life.Index);
        }
    }

    private bool IsOf(Receipt receipt, GrantLife life) =>
        receipt.Log.Origin == origin
        && FixedTime.Equals(receipt.Log.Commitment, life.Commitment)
        && FixedTime.Equals(receipt.ConsentDigest, life.Granted.ConsentDigest)
        && receipt.Recipient == life.Granted.Recipient
        && receipt.Purpose.ToString() == life.Granted.Purpose
        && receipt.EncJkt == life.Granted.EncJkt
        && receipt.Expires.ToUnixTimeSeconds() == life.Granted.Ends.ToUnixTimeSeconds()
        && receipt.Attributes is { } attributes
        && attributes.Select(attribute => attribute.Name).SequenceEqual(life.Granted.Fields, StringComparer.Ordinal);
}
