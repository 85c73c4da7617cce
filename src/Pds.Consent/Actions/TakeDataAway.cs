using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The resident takes everything away (FEATURES V7, T10; APPI Art. 33). It is entered before anything leaves. Who does not sign the call with a key of
/// the resident's shows evidence over exactly this act: a host with a living session could otherwise carry her whole vault off.
/// </summary>
/// <param name="recorder">Records it.</param>
/// <param name="accept">Judges the evidence.</param>
public sealed class TakeDataAway(Recorder recorder, AcceptEvidence accept)
{
    /// <summary>The format that the entry names.</summary>
    public const string Format = Labels.TakeAway;

    /// <summary>For a call that her own device signed. Refuses with NOT_FOUND (an erasure ran) or CONCURRENT_CHANGE.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; nothing leaves.</exception>
    public ValueTask<Outcome<RecordedEntry>> RunAsync(ResidentId resident, Acting? acting, CancellationToken cancellationToken) =>
        RecordAsync(resident, new DataExported(Now, Format) { Acting = acting }, [], cancellationToken);

    /// <summary>On evidence; the same refusals, EVIDENCE_NOT_ACCEPTED and IDENTITY_PROVIDER_UNAVAILABLE.</summary>
    /// <param name="resident">Whose.</param>
    /// <param name="document">The act as canonical JSON (<see cref="ActDocument.TakeAway"/>).</param>
    /// <param name="evidence">Over it.</param>
    /// <param name="since">When its challenge was made: evidence of before is about something else.</param>
    /// <param name="host">The web host that carries it.</param>
    /// <param name="acting">By whose hands, when not by her own alone.</param>
    /// <param name="alongside">The use of the challenge.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; nothing leaves.</exception>
    public async ValueTask<Outcome<RecordedEntry>> RunAsync(
        ResidentId resident, byte[] document, Evidence evidence, DateTimeOffset since, OrganizationId host, Acting? acting, Change alongside,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var expected = new EvidenceExpected(recorder.Origin, resident, default, ConsentDocument.DigestOf(document), since, Now);
        var accepted = await accept.RunAsync(evidence, expected, cancellationToken).ConfigureAwait(false);
        if (accepted is not Outcome<IReadOnlyList<Change>>.Done { Value: var changes })
        {
            return ((Outcome<IReadOnlyList<Change>>.Refused)accepted).Why;
        }

        var bytes = evidence.ToBytes();
        var entry = new DataExported(Now, Format, host.ToString()) { EvidenceType = evidence.Kind, EvidenceDigest = Sha256.Hash(bytes), Acting = acting };
        return await RecordAsync(
            resident, entry, [alongside, .. changes, DocumentRows.PutAct(resident, document, evidence.Kind, bytes)], cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset Now => Instant.Truncate(recorder.Clock.GetUtcNow());

    private async ValueTask<Outcome<RecordedEntry>> RecordAsync(
        ResidentId resident, DataExported entry, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        if (!await ResidentRow.IsThereAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false))
        {
            return RefusalReason.NotFound;
        }

        // If the power fails after this line, she reads in her history that she asked, and asks again: nothing has left.
        var command = new Command([ResidentRow.Stands(resident), .. changes], [new EntryDraft(ChainId.Resident(resident), entry)]);
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is Recording.Done done
            ? done.Entries[0]
            : RefusalReason.ConcurrentChange;
    }
}
