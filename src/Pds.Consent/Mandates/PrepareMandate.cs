using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Writes the document a resident reads before somebody may act for her, and keeps it until she agreed to it.</summary>
public sealed class PrepareMandate(Recorder recorder)
{
    /// <summary>
    /// Prepares it. Refuses with INVALID_ARGUMENT, MANDATE_CODE_NOT_ACCEPTED (her own code too), DATASET_NOT_VALID, ALREADY_EXISTS (the two have one in
    /// this role), LIMIT_EXCEEDED, NOT_FOUND or CLOCK_NOT_TRUSTWORTHY.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public async ValueTask<Outcome<PreparedMandate>> RunAsync(
        ResidentId resident, string code, MandateWish wish, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (wish.Fault(now) is { } fault)
        {
            return new Refusal(RefusalReason.InvalidArgument, fault);
        }

        if (!MandateCode.TryRead(code, out var read)
            || await MandateCodeRow.FindAsync(recorder.Rows, MandateCode.HashOf(read), cancellationToken).ConfigureAwait(false) is not { } found
            || now >= found.Code.ExpiresAt || found.Code.Actor == resident)
        {
            return RefusalReason.MandateCodeNotAccepted;
        }

        var open = (await MandateRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false)).Where(one => one.IsOpen(now)).ToList();
        if (open.Any(one => one.Actor == found.Code.Actor && one.Role == wish.Role && one.AfterDeath == wish.AfterDeath))
        {
            return RefusalReason.AlreadyExists;
        }

        if (open.Count >= Mandate.MaxOpen)
        {
            return RefusalReason.LimitExceeded;
        }

        var named = await NamesOfAsync(wish.Datasets, cancellationToken).ConfigureAwait(false);
        return named is { } names
            ? await KeepAsync(resident, read, found.Code, wish, names, now, cancellationToken).ConfigureAwait(false)
            : new Refusal(RefusalReason.DatasetNotValid, "datasets");
    }

    private async ValueTask<Outcome<PreparedMandate>> KeepAsync(
        ResidentId resident, string code, MandateCode named, MandateWish wish, IReadOnlyList<string> names, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mandate = new Mandate
        {
            Id = MandateId.New(),
            Resident = resident,
            Actor = named.Actor,
            Role = wish.Role,
            Acts = [.. wish.Acts.Order()],
            Datasets = [.. wish.Datasets.Order(StringComparer.Ordinal)],
            Starts = now,
            Ends = TokyoTime.EndOf(wish.LastDay),
            AfterDeath = wish.AfterDeath,
            ActorName = named.Name,
            ResidentName = wish.ResidentName,
            State = MandateState.Offered,
            OfferedAt = now,
        };
        var document = MandateDocument.Of(recorder.Origin, mandate, names, now);
        var draft = new MandateDraft(mandate, document.Bytes, MandateCode.HashOf(code), now, now + MandateDocument.SignWithin);

        // A row and no entry: showing a document is no act. If power fails here it is shown again.
        var recording = await recorder.RecordAsync(
            new Command([ResidentRow.Stands(resident), MandateDraftRow.Put(draft)], []), cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done ? new PreparedMandate(mandate.Id, document, draft.SignBefore) : RefusalReason.NotFound;
    }

    // The newest version's name: a mandate names the kind of data and outlives its versions.
    private async ValueTask<IReadOnlyList<string>?> NamesOfAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var text in codes.Order(StringComparer.Ordinal))
        {
            DatasetCode.TryParse(text, out var code);
            if ((await DatasetRow.OfCodeAsync(recorder.Rows, code, cancellationToken).ConfigureAwait(false)).LastOrDefault() is not { } dataset)
            {
                return null;
            }

            names.Add(dataset.NameJa);
        }

        return names;
    }
}

/// <summary>A document ready to be shown and agreed to.</summary>
/// <param name="Mandate">The mandate it would become.</param>
/// <param name="Document">Its bytes and digest.</param>
/// <param name="SignBefore">Until when it can be agreed to (half-open, UTC).</param>
public sealed record PreparedMandate(MandateId Mandate, MandateDocument Document, DateTimeOffset SignBefore);
