namespace Pds.Ledger;

/// <summary>What one transaction left to be integrated and answered.</summary>
internal sealed class Batch
{
    internal List<(WorkItem Item, Written Outcome)> Outcomes { get; } = [];

    internal List<byte[]> Commitments { get; } = [];

    /// <summary>True when at least one command changed something.</summary>
    internal bool Writes { get; set; }
}

/// <summary>
/// Writes the commands of one batch into the open transaction: rows, chains, sealed events, cover. Knows nothing of trees, signatures or
/// callers. One thread.
/// </summary>
internal sealed class BatchWriter(RecorderOptions options, RecorderKeys keys, RowCipher cipher, LedgerShares shares, TimeProvider clock) : IDisposable
{
    private readonly ChainBook chains = new(keys, cipher, options.Origin, options.MaxHotChains);

    /// <summary>Writes what can be written; commands that conflict are undone and answered, the others stand.</summary>
    internal Batch Write(ILedgerWriter writer, long size, IReadOnlyList<WorkItem> items)
    {
        var batch = new Batch();
        foreach (var item in items)
        {
            writer.BeginCommand();
            var outcome = Apply(writer, batch, size, item);
            if (outcome is Written.Kept)
            {
                writer.KeepCommand();
                batch.Writes = true;
            }
            else
            {
                writer.UndoCommand();
            }

            batch.Outcomes.Add((item, outcome));
        }

        AddCover(writer, batch, size);
        return batch;
    }

    /// <summary>The transaction was dropped: what memory knows of heads may be ahead of the store.</summary>
    internal void Forget() => chains.Clear();

    public void Dispose() => chains.Dispose();

    private Written Apply(ILedgerWriter writer, Batch batch, long size, WorkItem item)
    {
        if (item.PurgeBeforeHour is long hour)
        {
            return new Written.Kept([], null, Purge(writer, hour));
        }

        var command = item.Command;
        try
        {
            for (var index = 0; index < command.Changes.Count; index++)
            {
                if (ApplyChange(writer, command.Changes[index], size + batch.Commitments.Count) is ConflictKind kind)
                {
                    return new Written.Refused(new Recording.Conflict(index, command.Changes[index].Change.Key, kind));
                }
            }

            byte[]? released = null;
            foreach (var step in command.Entries.Select(entry => entry.Share).OfType<ShareStep>())
            {
                if (shares.Take(writer, step, ref released) is ConflictKind kind)
                {
                    return new Written.Refused(new Recording.Conflict(-1, step.Key, kind));
                }
            }

            TakeChains(writer, command);

            // From here on nothing can conflict, so no chain in memory ever has to step back.
            return new Written.Kept([.. command.Entries.Select(entry => Append(writer, batch, size, entry.Draft.Chain, entry.Body))], released);
        }
        catch (CallerFaultException fault)
        {
            return new Written.Broken(fault.InnerException!);
        }
        catch (InvalidDataException damaged)
        {
            // A row changed at rest spoils the command that needs it and no other.
            return new Written.Broken(damaged);
        }
    }

    /// <summary>Loads or makes the chains of a command. When one is damaged, a chain just made is undone with the command: forget it.</summary>
    private void TakeChains(ILedgerWriter writer, PreparedCommand command)
    {
        try
        {
            foreach (var entry in command.Entries)
            {
                chains.Take(writer, entry.Draft.Chain);
            }
        }
        catch (InvalidDataException)
        {
            chains.Clear();
            throw;
        }
    }

    private ConflictKind? ApplyChange(ILedgerWriter writer, PreparedChange prepared, long firstIndex)
    {
        var row = writer.FindRow(prepared.Change.Key.Table, prepared.Blind);
        return prepared.Change switch
        {
            Change.Put put => Expect(row, put.ExpectedVersion) ?? Put(writer, prepared, row, put.Body, put.Number, StoredRow.HourOf(put.Expires)),
            Change.PutIndexed put =>
                Expect(row, put.ExpectedVersion) ?? Put(writer, prepared, row, BodyOf(put, firstIndex), 0, StoredRow.HourOf(put.Expires)),
            Change.Delete delete => Expect(row, delete.ExpectedVersion) ?? Delete(writer, row, delete.Key.Table),
            Change.CountUp or Change.CountDown => Count(writer, prepared, row),
            Change.Require require => Expect(row, require.Version),
            _ => throw new InvalidOperationException("A change outside the closed set."),
        };
    }

    /// <summary>
    /// What a counter stands at and when it goes is taken over from the stored row, so the row is opened first: else a number or an expiry
    /// edited at rest would be sealed as ours.
    /// </summary>
    private ConflictKind? Count(ILedgerWriter writer, PreparedChange prepared, StoredRow? row)
    {
        var number = row is null ? 0 : cipher.Open(prepared.Change.Key.Table, row).Number;
        return prepared.Change switch
        {
            Change.CountUp up when up.Limit < 1 || number >= up.Limit => ConflictKind.LimitReached,
            Change.CountUp up => Put(writer, prepared, row, default, number + 1, StoredRow.HourOf(up.Expires) ?? row?.ExpiresHour),
            _ => row is null ? null : Put(writer, prepared, row, default, Math.Max(0, number - 1), row.ExpiresHour),
        };
    }

    private static ConflictKind? Expect(StoredRow? row, long? version) =>
        version is null || (row?.Version ?? 0) == version ? null
        : version == 0 ? ConflictKind.Exists
        : row is null ? ConflictKind.Absent
        : ConflictKind.OtherVersion;

    private ConflictKind? Put(
        ILedgerWriter writer, PreparedChange prepared, StoredRow? row, ReadOnlyMemory<byte> body, long number, long? expiresHour)
    {
        var key = prepared.Change.Key;
        var stored = prepared.Sealed ?? cipher.Seal(
            key,
            new StoredRow(prepared.Blind, prepared.Parent, prepared.Other, (row?.Version ?? 0) + 1, number, expiresHour, [], 0),
            PreparedCommand.Bounded(body).Span);
        if (row is null)
        {
            writer.InsertRow(key.Table, stored);
        }
        else
        {
            writer.UpdateRow(key.Table, stored with { Ordinal = row.Ordinal });
        }

        return null;
    }

    private static ConflictKind? Delete(ILedgerWriter writer, StoredRow? row, Table table)
    {
        if (row is not null)
        {
            writer.DeleteRow(table, row.Ordinal);
        }

        return null;
    }

    private static ReadOnlyMemory<byte> BodyOf(Change.PutIndexed put, long firstIndex)
    {
        try
        {
            return PreparedCommand.Bounded(put.BodyOf(firstIndex));
        }
        catch (Exception e)
        {
            // The caller's own function failed: its command is undone and the others of the batch stand.
            throw new CallerFaultException(e);
        }
    }

    private WrittenEntry Append(ILedgerWriter writer, Batch batch, long size, ChainId id, byte[] body)
    {
        var chain = chains.Take(writer, id);
        var link = chain.NextLink;
        var opening = Commitment.Commit(chain.Keys.BlindingKey, link, body);
        var commitment = opening.ToCommitment();
        var index = size + batch.Commitments.Count;
        var sealedEvent = EventSealer.Close(chain.Keys.EventKey, options.Origin, link, index, body);
        writer.AppendEvent(new StoredEvent(index, chain.Blind, link.Seq, commitment, sealedEvent));
        chain.Advance(commitment);
        batch.Commitments.Add(commitment);
        return new WrittenEntry(id, link.Seq, index, commitment, opening);
    }

    /// <summary>Fills the log to a multiple: a reader of the log cannot count the acts in a batch.</summary>
    private void AddCover(ILedgerWriter writer, Batch batch, long size)
    {
        if (batch.Commitments.Count == 0)
        {
            return;
        }

        var body = new Cover(clock.GetUtcNow()).ToBody();
        while ((size + batch.Commitments.Count) % options.CoverMultiple != 0)
        {
            Append(writer, batch, size, ChainId.Cover, body);
        }
    }

    private static int Purge(ILedgerWriter writer, long beforeHour)
    {
        const int MaxRows = 1000;
        var purged = 0;
        foreach (var table in Enum.GetValues<Table>())
        {
            purged += writer.DeleteExpired(table, beforeHour, MaxRows - purged);
        }

        return purged;
    }

    private sealed class CallerFaultException(Exception inner) : Exception(inner.Message, inner);
}
