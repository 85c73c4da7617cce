using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A9: a status list whose <c>log.size</c> is past the entry that ended a consent says so. The export carries the lists as they were signed for
/// it; of lists published before, which nobody keeps, it says nothing.
/// </summary>
/// <param name="book">What the log says.</param>
/// <param name="receipts">The receipts that hold.</param>
/// <param name="origin">The ledger's origin.</param>
/// <param name="issuer">The city's issuer URL.</param>
/// <param name="trust">The city's root.</param>
internal sealed class A9Status(
    GrantBook book, IReadOnlyDictionary<GrantId, StatusPlace> receipts, string origin, string issuer, IReceiptTrust trust)
{
    private readonly ReceiptVerifier verifier = new(trust);
    private readonly HashSet<string> lists = new(StringComparer.Ordinal);
    private readonly HashSet<string> tokens = new(StringComparer.Ordinal);

    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A9");

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);

    /// <summary>The next token.</summary>
    public void See(ExportedToken exported, string place)
    {
        Report.Look();
        if (!StatusListToken.TryParse(exported.Token, out var token))
        {
            Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);
        }
        else if (token.LogOrigin != origin
            || verifier.VerifyStatusList(exported.Token, issuer, token.Uri, token.IssuedAt) is not ReceiptVerification<StatusListToken>.Valid)
        {
            Report.Fail(Fault.StatusSignature, Severity.Tampered, place);
        }
        else if (!tokens.Add(exported.Token))
        {
            Report.Fail(Fault.StatusMissing, Severity.Tampered, place);
        }
        else
        {
            lists.Add(token.Uri);
            Compare(token, place);
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        Report.Skip("only-exported-lists");
        foreach (var (grant, _) in receipts.Where(pair => !lists.Contains(pair.Value.Uri)))
        {
            Report.Fail(Fault.StatusMissing, Severity.Tampered, leaf: book.Grants[grant].Index);
        }
    }

    private void Compare(StatusListToken token, string at)
    {
        foreach (var (grant, place) in receipts.Where(pair => pair.Value.Uri == token.Uri))
        {
            var life = book.Grants[grant];
            if (life.EndedAt is { } ended && ended < token.LogSize
                && !(token.TryStatusOf(place, out var status) && status == ReceiptStatus.Invalid))
            {
                Report.Fail(Fault.StatusNotSet, Severity.Finding, at, ended);
            }
        }
    }
}
