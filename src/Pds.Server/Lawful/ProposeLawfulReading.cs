using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Lawful;

/// <summary>
/// A steward proposes to enter that something of a resident was read or handed out under a law that forbids to tell her for a time. It says nothing to
/// her and enters nothing in her chain until a review board confirms it.
/// </summary>
internal sealed class ProposeLawfulReading(Recorder recorder)
{
    private const int MaxText = 200;

    /// <summary>
    /// Proposes it. NOT_FOUND for a resident who has no vault here; INVALID_ARGUMENT for a text of 0 or more than 200 characters, or an end that is not
    /// after now and within a year (366 days).
    /// </summary>
    public async ValueTask<Outcome<ProposedReading>> RunAsync(
        ProposedReading wanted, Alongside<ProposedReading>? alongside, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var reading = wanted with { HiddenUntil = Instant.Truncate(wanted.HiddenUntil), ProposedAt = now };
        if (FaultOf(reading) is { } field)
        {
            return new Refusal(RefusalReason.InvalidArgument, field);
        }

        if (!await ResidentRow.IsThereAsync(recorder.Rows, reading.Resident, cancellationToken).ConfigureAwait(false))
        {
            return new Refusal(RefusalReason.NotFound, "resident_id");
        }

        var command = new Command(
            [ResidentRow.Stands(reading.Resident), LawfulReadingRow.Put(reading), .. alongside?.Invoke(reading) ?? []],
            [new EntryDraft(ChainId.Organization(reading.ProposedBy), new LawfulReadingProposed(now, reading.Id, reading.ProposedBy))]);

        // If the power fails before this line returns, the proposal with its entry exists, or neither.
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(reading, RefusalReason.ConcurrentChange);
    }

    private static string? FaultOf(ProposedReading reading) =>
        !IsText(reading.LegalBasis) ? "legal_basis_ja"
        : !IsText(reading.Authority) ? "authority_ja"
        : !IsText(reading.Recipient) ? "recipient_ja"
        : reading.HiddenUntil <= reading.ProposedAt || reading.HiddenUntil > reading.ProposedAt + LawfulReading.LongestHidden ? "hidden_until"
        : null;

    private static bool IsText(string text) => text.Length is >= 1 and <= MaxText && !text.Any(char.IsControl);
}
