using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What a steward and the review board look at before they decide on a purpose version; decides and changes nothing.</summary>
public sealed class ReadReviewFacts(Recorder recorder)
{
    /// <summary>The facts as they stand. NOT_FOUND when there is no such version.</summary>
    public async ValueTask<Outcome<ReviewFacts>> RunAsync(PurposeVersion id, CancellationToken cancellationToken = default)
    {
        if (await PurposeRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } purpose
            || await DatasetRow.FindAsync(recorder.Rows, purpose.Dataset, cancellationToken).ConfigureAwait(false) is not { } dataset)
        {
            return RefusalReason.NotFound;
        }

        var controls = await ControlsRow.FindAsync(recorder.Rows, cancellationToken).ConfigureAwait(false);
        var before = PurposeVersion.TryCreate(id.Code, id.Version - 1, out var earlier)
            ? await PurposeRow.FindAsync(recorder.Rows, earlier, cancellationToken).ConfigureAwait(false)
            : null;
        return new ReviewFacts
        {
            Findings = NoticeCheck.Read(Notice.Of(purpose), dataset),
            ControlsNotMet = [.. controls.Set.BrokenBy(purpose, dataset)],
            Change = before is null ? null : PurposeComparison.Compare(before, purpose),
            Dependents = await new DependentGrants(recorder).CountAsync(id, cancellationToken).ConfigureAwait(false),
        };
    }
}

/// <summary>What is known of a purpose version before somebody decides on it.</summary>
public sealed record ReviewFacts
{
    /// <summary>What the notice check says, errors and warnings.</summary>
    public required IReadOnlyList<NoticeFinding> Findings { get; init; }

    /// <summary>The controls in force that it breaks; approving is refused while there is one.</summary>
    public required IReadOnlyList<Control> ControlsNotMet { get; init; }

    /// <summary>How it relates to the version before; null for a first version.</summary>
    public required PurposeChange? Change { get; init; }

    /// <summary>Consents under it that live or wait for their answer: what ends when it is taken out of use.</summary>
    public required int Dependents { get; init; }
}
