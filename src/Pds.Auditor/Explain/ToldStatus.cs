using Pds.Auditor.Exports;
using Pds.Consent;

namespace Pds.Auditor.Explain;

/// <summary>What the status lists of an export say of one receipt.</summary>
/// <param name="Status">In force, over, or paused.</param>
/// <param name="LogSize">How many entries of the log the list takes into account.</param>
internal sealed record ToldStatus(ReceiptStatus Status, long LogSize)
{
    /// <summary>Finds it in lists that A9 found to be signed; null when no list speaks of it.</summary>
    public static ToldStatus? Of(ExportFolder folder, Receipt receipt, IReceiptTrust trust)
    {
        foreach (var line in folder.ReadParts(ExportNames.Status, ExportedToken.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedToken.TryParse(bytes, out var exported)
                && StatusListToken.TryParse(exported.Token, out var token)
                && new ReceiptVerifier(trust).VerifyStatusList(exported.Token, receipt.Issuer, receipt.Status.Uri, token.IssuedAt)
                    is ReceiptVerification<StatusListToken>.Valid
                && token.TryStatusOf(receipt, out var status))
            {
                return new ToldStatus(status, token.LogSize);
            }
        }

        return null;
    }
}
