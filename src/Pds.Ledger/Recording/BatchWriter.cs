namespace Pds.Ledger;

/// <summary>What one transaction left to be integrated and answered.</summary>
internal sealed class Batch
{
    internal List<(WorkItem Item, Written Outcome)> Outcomes { get; } = [];

    internal List<byte[]> Commitments { get; } = [];

    /// <summary>Entries that have their place and commitment, and are sealed and stored when the batch is complete.</summary>
    internal List<PlacedEntry> Placed { get; } = [];

    /// <summary>The <see cref="PlaceDigest"/> over the entries of the batch.</summary>
    internal byte[] Places { get; } = new byte[PlaceDigest.SizeBytes];

    /// <summary>True when at least one command changed something.</summary>
    internal bool Writes { get; set; }
}

/// <summary>An entry at its place in the log and in its chain, not yet sealed.</summary>
internal sealed record PlacedEntry(HotChain Chain, EntryLink Link, long Index, byte[] Body, byte[] Commitment);

/// <summary>
/// Writes the commands of one batch into the open transaction: rows, chains, sealed events, cover. Knows nothing of trees, signatures or
/// callers. One thread.
/// </summary>
internal sealed class BatchWriter(
    RecorderOptions options, RecorderKeys keys, RowCipher cipher, LedgerShares shares, PlaceDigest places, TimeProvider clock) : IDisposable
{
    private const int WorthSharing = 16;

    private readonly ClosedBook closed = new(cipher);
    private readonly ChainBook chains = new(keys, cipher, options.Origin, options.MaxHotChains);

    /// <summary>Writes what can be written; commands that conflict are undone and answered, the others stand.</summary>
    internal Batch Write(ILedgerWriter writer, long size, IReadOnlyList<WorkItem> items)
    {
        var batch = new Batch();
        chains.BeginBatch();
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
        Store(writer, batch);
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
            if (item.EraseChain is { } erased)
            {
                return Erase(writer, batch, size, erased);
            }

            if (item.DropEvents is var (mark, blind))
            {
                return new Written.Kept([], null, Drop(writer, mark, blind));
            }

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
        catch (ChainErasedException gone)
        {
            return new Written.Refused(new Recording.Conflict(-1, gone.Key, ConflictKind.Absent));
        }
        catch (InvalidDataException damaged)
        {
            // A row changed at rest spoils the command that needs it and no other.
            return new Written.Broken(damaged);
        }
    }

    /// <summary>
    /// Destroys the keys of a chain: their row goes, a mark stays, its leaves are closed in the bitmap, and the entry that commits to it is made.
    /// One transaction: either all leaves of the chain are closed and accounted for, or none.
    /// </summary>
    private Written Erase(ILedgerWriter writer, Batch batch, long size, ChainId chain)
    {
        var (key, blind) = (ChainKeys.RowKeyOf(chain), cipher.BlindChain(chain));
        if (writer.FindMark(key.Table, cipher.Blind(key)) is not { } there)
        {
            return new Written.Refused(new Recording.Conflict(-1, key, ConflictKind.Absent));
        }

        chains.PutAway(chain);
        var standing = writer.ListPlaces(blind);
        var gone = new byte[PlaceDigest.SizeBytes];
        foreach (var place in standing)
        {
            PlaceDigest.Add(gone, places.Of(place));
        }

        writer.DeleteRow(key.Table, there.Ordinal);
        var mark = ErasedChain.Key(blind);
        writer.InsertRow(mark.Table, cipher.Seal(
            mark, StoredRow.New(cipher.Blind(mark)) with { Parent = cipher.BlindLink(mark.Table, LinkColumn.Parent, ErasedChain.Left) }, []));
        var entry = closed.Close(writer, [.. standing.Select(place => place.Index)], size, clock.GetUtcNow());
        chains.BeginCommand();
        chains.Take(writer, ChainId.Operator);

        // From here on nothing can fail: what is no longer accounted for by its place is by the bitmap.
        PlaceDigest.Add(batch.Places, gone);
        return new Written.Kept([Append(writer, batch, size, ChainId.Operator, entry.ToBody())], null);
    }

    /// <summary>Drops sealed entries of an erased chain; when none is left, the mark stands alone.</summary>
    private int Drop(ILedgerWriter writer, RowKey mark, byte[] blind)
    {
        var dropped = writer.DeleteEvents(blind, Recorder.MaxPurgedRows);
        var key = cipher.Blind(mark);
        if (dropped < Recorder.MaxPurgedRows && writer.FindMark(mark.Table, key) is { } there)
        {
            writer.UpdateRow(mark.Table, cipher.Seal(mark, StoredRow.New(key) with { Version = there.Version + 1 }, []) with { Ordinal = there.Ordinal });
        }

        return dropped;
    }

    /// <summary>Loads or makes the chains of a command. When one is damaged, a chain just made is undone with the command: forget it.</summary>
    private void TakeChains(ILedgerWriter writer, PreparedCommand command)
    {
        chains.BeginCommand();
        try
        {
            foreach (var entry in command.Entries)
            {
                chains.Take(writer, entry.Draft.Chain);
            }
        }
        catch (Exception e) when (e is InvalidDataException or ChainErasedException)
        {
            chains.UndoCommand();
            throw;
        }
    }

    private ConflictKind? ApplyChange(ILedgerWriter writer, PreparedChange prepared, long firstIndex)
    {
        if (prepared.Change is Change.CountUp or Change.CountDown)
        {
            return Count(writer, prepared);
        }

        var row = writer.FindMark(prepared.Change.Key.Table, prepared.Blind);
        return prepared.Change switch
        {
            Change.Put put => Expect(row, put.ExpectedVersion) ?? Put(writer, prepared, row, put.Body, put.Number, StoredRow.HourOf(put.Expires)),
            Change.PutIndexed put =>
                Expect(row, put.ExpectedVersion) ?? Put(writer, prepared, row, BodyOf(put, firstIndex), 0, StoredRow.HourOf(put.Expires)),
            Change.Delete delete => Expect(row, delete.ExpectedVersion) ?? Delete(writer, row, delete.Key.Table),
            Change.Require require => Expect(row, require.Version),
            _ => throw new InvalidOperationException("A change outside the closed set."),
        };
    }

    /// <summary>
    /// What a counter stands at and when it goes is taken over from the stored row, so the row is opened first: else a number or an expiry
    /// edited at rest would be sealed as ours.
    /// </summary>
    private ConflictKind? Count(ILedgerWriter writer, PreparedChange prepared)
    {
        var row = writer.FindRow(prepared.Change.Key.Table, prepared.Blind);
        RowMark? mark = row is null ? null : new RowMark(row.Version, row.Ordinal);
        var number = row is null ? 0 : cipher.Open(prepared.Change.Key.Table, row).Number;
        return prepared.Change switch
        {
            Change.CountUp up when up.Limit < 1 || number >= up.Limit => ConflictKind.LimitReached,
            Change.CountUp up => Put(writer, prepared, mark, default, number + 1, StoredRow.HourOf(up.Expires) ?? row?.ExpiresHour),
            _ => row is null ? null : Put(writer, prepared, mark, default, Math.Max(0, number - 1), row.ExpiresHour),
        };
    }

    private static ConflictKind? Expect(RowMark? row, long? version) =>
        version is null || (row?.Version ?? 0) == version ? null
        : version == 0 ? ConflictKind.Exists
        : row is null ? ConflictKind.Absent
        : ConflictKind.OtherVersion;

    private ConflictKind? Put(
        ILedgerWriter writer, PreparedChange prepared, RowMark? row, ReadOnlyMemory<byte> body, long number, long? expiresHour)
    {
        var key = prepared.Change.Key;
        var stored = prepared.Sealed ?? cipher.Seal(
            key,
            new StoredRow(prepared.Blind, prepared.Parent, prepared.Other, (row?.Version ?? 0) + 1, number, expiresHour, [], 0),
            PreparedCommand.Bounded(body).Span);
        if (row is RowMark there)
        {
            writer.UpdateRow(key.Table, stored with { Ordinal = there.Ordinal });
        }
        else
        {
            writer.InsertRow(key.Table, stored);
        }

        return null;
    }

    private static ConflictKind? Delete(ILedgerWriter writer, RowMark? row, Table table)
    {
        if (row is RowMark there)
        {
            writer.DeleteRow(table, there.Ordinal);
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

    /// <summary>Gives an entry its place, in order: each commits to the one before it in its chain. Sealing needs no order and comes later.</summary>
    private WrittenEntry Append(ILedgerWriter writer, Batch batch, long size, ChainId id, byte[] body)
    {
        var chain = chains.Take(writer, id);
        var link = chain.NextLink;
        var opening = Commitment.Commit(chain.Keys.BlindingKey, link, body);
        var commitment = opening.ToCommitment();
        var index = size + batch.Commitments.Count;
        batch.Placed.Add(new PlacedEntry(chain, link, index, body, commitment));
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

    /// <summary>Seals the entries of the batch, on several cores when they are many, and stores them in order.</summary>
    private void Store(ILedgerWriter writer, Batch batch)
    {
        var ready = new (StoredEvent Event, byte[] Place)[batch.Placed.Count];
        if (ready.Length < WorthSharing)
        {
            for (var n = 0; n < ready.Length; n++)
            {
                ready[n] = SealOne(batch.Placed[n]);
            }
        }
        else
        {
            Parallel.For(0, ready.Length, n => ready[n] = SealOne(batch.Placed[n]));
        }

        foreach (var (stored, place) in ready)
        {
            writer.AppendEvent(stored);
            PlaceDigest.Add(batch.Places, place);
        }
    }

    private (StoredEvent Event, byte[] Place) SealOne(PlacedEntry entry)
    {
        var body = EventSealer.Close(entry.Chain.Keys.EventKey, options.Origin, entry.Link, entry.Index, entry.Body);
        return (
            new StoredEvent(entry.Index, entry.Chain.Blind, entry.Link.Seq, entry.Commitment, body),
            places.Of(new EventPlace(entry.Index, entry.Chain.Blind, entry.Link.Seq)));
    }

    private static int Purge(ILedgerWriter writer, long beforeHour)
    {
        var purged = 0;
        foreach (var table in Enum.GetValues<Table>())
        {
            purged += writer.DeleteExpired(table, beforeHour, Recorder.MaxPurgedRows - purged);
        }

        return purged;
    }

    private sealed class CallerFaultException(Exception inner) : Exception(inner.Message, inner);
}
