using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Takes a resident's evidence over an act that has no document to be read (<see cref="ActDocument"/>), and keeps act and evidence beside her consent
/// documents for whoever checks them later.
/// </summary>
/// <param name="recorder">Knows the origin and the time.</param>
/// <param name="accept">Judges the evidence.</param>
public sealed class AcceptActEvidence(Recorder recorder, AcceptEvidence accept)
{
    /// <summary>Checks it. EVIDENCE_NOT_ACCEPTED, or IDENTITY_PROVIDER_UNAVAILABLE.</summary>
    /// <param name="resident">Whose act.</param>
    /// <param name="grant">The consent it is about; null for none.</param>
    /// <param name="document">The act as canonical JSON.</param>
    /// <param name="evidence">Over it.</param>
    /// <param name="since">When its challenge was made: evidence of before is about something else.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Outcome<AcceptedAct>> RunAsync(
        ResidentId resident, GrantId? grant, byte[] document, Evidence evidence, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var digest = ConsentDocument.DigestOf(document);
        var expected = new EvidenceExpected(recorder.Origin, resident, grant, digest, since, Instant.Truncate(recorder.Clock.GetUtcNow()));
        var accepted = await accept.RunAsync(evidence, expected, cancellationToken).ConfigureAwait(false);
        if (accepted is not Outcome<IReadOnlyList<Change>>.Done { Value: var changes })
        {
            return ((Outcome<IReadOnlyList<Change>>.Refused)accepted).Why;
        }

        var bytes = evidence.ToBytes();
        return new AcceptedAct(digest, evidence.Kind, Sha256.Hash(bytes), [.. changes, DocumentRows.PutAct(resident, document, evidence.Kind, bytes)]);
    }
}

/// <summary>An act that its resident agreed to.</summary>
/// <param name="Digest">SHA-256 of the act, 32 bytes.</param>
/// <param name="EvidenceType">The kind of evidence.</param>
/// <param name="EvidenceDigest">SHA-256 of the evidence, 32 bytes.</param>
/// <param name="Changes">To be written with the act: what the evidence requires, and act and evidence themselves.</param>
public sealed record AcceptedAct(byte[] Digest, string EvidenceType, byte[] EvidenceDigest, IReadOnlyList<Change> Changes);
