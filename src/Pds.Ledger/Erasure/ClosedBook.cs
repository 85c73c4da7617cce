using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>Reads the bitmap of closed leaves from the store, and closes leaves inside the writer's transaction.</summary>
internal sealed class ClosedBook(RowCipher cipher)
{
    /// <summary>The bitmap with the leaf index of the entry over it; null when nothing was ever erased.</summary>
    /// <exception cref="InvalidDataException">A row of it was changed at rest.</exception>
    internal (ClosedLeaves Leaves, long Index)? Read(Func<Table, byte[], StoredRow?> find)
    {
        if (Find(find, ClosedNote.Key) is not { } row)
        {
            return null;
        }

        var note = ClosedNote.FromBytes(row.Body.Span);
        return (ClosedLeaves.Of(note.Salt, note.Size, ReadBits(find, note.Size)), note.Index);
    }

    /// <summary>Closes leaves: sets their bits, moves the note, and makes the entry that commits to the bitmap as it then is.</summary>
    /// <param name="writer">The open transaction.</param>
    /// <param name="leaves">Indexes, each below <paramref name="size"/>.</param>
    /// <param name="size">Leaves in the log; also the index the entry will have.</param>
    /// <param name="now">The ledger's time.</param>
    internal HistoryErased Close(ILedgerWriter writer, IReadOnlyList<long> leaves, long size, DateTimeOffset now)
    {
        var bits = ReadBits(writer.FindRow, size);
        var touched = new SortedSet<long>();
        foreach (var index in leaves)
        {
            bits[index / 8] |= (byte)(1 << (int)(index % 8));
            touched.Add(index / 8 / ClosedNote.PageBytes);
        }

        foreach (var page in touched)
        {
            Put(writer, ClosedNote.PageKey(page), bits.AsSpan((int)(page * ClosedNote.PageBytes), ClosedNote.PageBytes));
        }

        var note = new ClosedNote(size, size, RandomSource.Bytes(ClosedLeaves.SaltBytes));
        Put(writer, ClosedNote.Key, note.ToBytes());
        var closed = ClosedLeaves.Of(note.Salt, size, bits);
        return new HistoryErased(now, leaves.Count, closed.Count, size, closed.Digest);
    }

    /// <summary>The bits of this many leaves, in whole pages.</summary>
    private byte[] ReadBits(Func<Table, byte[], StoredRow?> find, long size)
    {
        if (size > ClosedLeaves.MaxSize)
        {
            throw new InvalidDataException("The log is longer than a bitmap of closed leaves can be.");
        }

        var pages = (ClosedLeaves.BitBytes(size) + ClosedNote.PageBytes - 1) / ClosedNote.PageBytes;
        var bits = new byte[pages * ClosedNote.PageBytes];
        for (var page = 0; page < pages; page++)
        {
            if (Find(find, ClosedNote.PageKey(page)) is { } row)
            {
                (row.Body.Length == ClosedNote.PageBytes ? row.Body : throw new InvalidDataException("A page of closed leaves has another size."))
                    .Span.CopyTo(bits.AsSpan(page * ClosedNote.PageBytes));
            }
        }

        return bits;
    }

    private Row? Find(Func<Table, byte[], StoredRow?> find, RowKey key)
    {
        var stored = find(key.Table, cipher.Blind(key));
        return stored is null ? null : cipher.Open(key.Table, stored);
    }

    private void Put(ILedgerWriter writer, RowKey key, ReadOnlySpan<byte> body)
    {
        var blind = cipher.Blind(key);
        if (writer.FindMark(key.Table, blind) is { } there)
        {
            writer.UpdateRow(key.Table, cipher.Seal(key, StoredRow.New(blind) with { Version = there.Version + 1 }, body) with { Ordinal = there.Ordinal });
        }
        else
        {
            writer.InsertRow(key.Table, cipher.Seal(key, StoredRow.New(blind), body));
        }
    }
}
