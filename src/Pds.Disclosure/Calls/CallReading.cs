using System.Globalization;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Reads what the decision hangs on, anew for every call and every retry: nothing a consent depends on is ever cached, but that a signature
/// was good. Authentic before meaningful: nothing is read from the store for a caller who fails rule 1 or 2.
/// </summary>
internal sealed class CallReading(
    IRowReader rows, IReceiptTrust trust, WithdrawalLatch latch, DisclosureCallParser parser, TimeProvider clock, string origin)
{
    /// <summary>How far the proof's time may be from ours.</summary>
    public static readonly TimeSpan ProofIsFreshFor = TimeSpan.FromSeconds(60);

    /// <summary>How long the same bytes resume the same call.</summary>
    public static readonly TimeSpan ResumeFor = TimeSpan.FromMinutes(10);

    private readonly KnownReceipts issued = new(trust);

    /// <summary>Facts of a request that is no presentation at all.</summary>
    public static CallView Unreadable { get; } = new(Unauthentic(parses: false, issued: false));

    public async ValueTask<CallView> ReadAsync(PresentedCall presented, CancellationToken cancellationToken)
    {
        var receipt = presented.Receipt;
        if (!issued.IsIssued(receipt))
        {
            return new CallView(Unauthentic(parses: true, issued: false));
        }

        if (receipt.Recipient != presented.Caller.Organization || !presented.Presentation.IsHeldBy(presented.Caller.Key))
        {
            return new CallView(Unauthentic(parses: true, issued: true));
        }

        var grant = await GrantRow.FindAsync(rows, receipt.Grant, cancellationToken);
        var organization = await OrganizationRow.FindAsync(rows, presented.Caller.Organization, cancellationToken);
        if (!IsReceiptOf(receipt, grant) || organization?.EncryptionKey?.Thumbprint != receipt.EncJkt
            || !presented.Caller.Key.Equals(organization.CallKey))
        {
            return new CallView(Unauthentic(parses: true, issued: true));
        }

        return await ReadAsync(presented, grant, organization, cancellationToken);
    }

    private async ValueTask<CallView> ReadAsync(
        PresentedCall presented, Grant? grant, Organization organization, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var call = ParseCall(presented);
        var earlier = await FindEarlierAsync(presented, cancellationToken);
        var line = grant is null ? [] : await PurposeRow.FindLineAsync(rows, grant.Purpose, cancellationToken);
        var facts = new GateFacts
        {
            ReceiptParses = true,
            IssuerSignatureHolds = true,
            BoundToCallerAndKey = true,
            CallProof = StandingOf(presented, call, earlier, now),
            Now = now,
            Grant = grant,
            WithdrawalLatched = latch.IsLatched(presented.Receipt.Grant),
            Purpose = line.LastOrDefault(),
            Fields = call?.Fields ?? [],
            Range = call?.Range,
            UsesInPeriod = grant is null ? 0 : await UsesAsync(grant, now, cancellationToken),
            Organization = organization.InGoodStanding ? OrganizationState.Active : OrganizationState.Suspended,
        };
        return new CallView(facts) { Call = call, Organization = organization, PurposeLine = line, Earlier = earlier };
    }

    private CallProofStanding StandingOf(PresentedCall presented, DisclosureCall? call, EarlierCall? earlier, DateTimeOffset now)
    {
        if (call is null || !presented.Presentation.IsAbout(origin, presented.Input.Method, presented.RequestSha256))
        {
            return CallProofStanding.Mismatched;
        }

        if (earlier is null)
        {
            var age = (now - presented.Presentation.Binding.IssuedAt).Duration();
            return age <= ProofIsFreshFor ? CallProofStanding.Fresh : CallProofStanding.Stale;
        }

        return !earlier.Row.Bytes.AsSpan().SequenceEqual(presented.Bytes) ? CallProofStanding.Replayed
            : now - TimeOf(earlier.Row) < ResumeFor ? CallProofStanding.Resumed
            : CallProofStanding.ResumeOver;
    }

    // The bytes are parsed only when their hash is the one the recipient signed (DESIGN section 7), and must name the receipt's own grant.
    private DisclosureCall? ParseCall(PresentedCall presented) =>
        presented.Presentation.IsAbout(origin, presented.Input.Method, presented.RequestSha256) &&
        parser(presented.Input.Call, out var call) && call.Grant == presented.Receipt.Grant
            ? call
            : null;

    private async ValueTask<EarlierCall?> FindEarlierAsync(PresentedCall presented, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(CallRow.KeyOf(presented.Digest), cancellationToken) is not { } call ||
            await rows.FindAsync(IntentRow.KeyOf(IntentRow.CallOf(presented.Digest)), cancellationToken) is not { } intent)
        {
            return null;
        }

        return new EarlierCall(CallRow.FromBytes(call.Body), IntentRow.FromBytes(intent.Body), intent.Version);
    }

    private async ValueTask<long> UsesAsync(Grant grant, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await rows.FindAsync(UseCounter.KeyOf(grant.Id, grant.Terms.Calls.WindowOf(now)), cancellationToken))?.Number ?? 0;

    // A grant that is gone was erased: rule 5 answers. One that is there must be the one the receipt speaks of.
    private static bool IsReceiptOf(Receipt receipt, Grant? grant) => grant is null ||
        (grant.Recipient == receipt.Recipient && grant.Given is { } given &&
         given.EncJkt == receipt.EncJkt && given.ConsentDigest.AsSpan().SequenceEqual(receipt.ConsentDigest));

    private static DateTimeOffset TimeOf(CallRow row) =>
        Instant.TryParse(row.At, out var at) ? at : throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"A call proof row of format {row.V} has no time."));

    private static GateFacts Unauthentic(bool parses, bool issued) =>
        new() { ReceiptParses = parses, IssuerSignatureHolds = issued, BoundToCallerAndKey = false };
}
