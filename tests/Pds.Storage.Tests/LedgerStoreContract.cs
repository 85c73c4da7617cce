using Pds.Ledger;

namespace Pds.Storage.Tests;

/// <summary>
/// What every store must do, whatever its engine. An engine gets a class that derives from this one and opens itself (I-45).
/// </summary>
[Trait("Invariant", "I-45")]
public abstract class LedgerStoreContract : IDisposable
{
    private static readonly byte[] Chain = Id(200);

    protected string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("pds-store-").FullName;

    protected abstract ILedgerStore Open(string origin = "pds.test.example/log");

    [Fact]
    public void Every_store_keeps_a_committed_batch_across_reopening()
    {
        using (var store = Open())
        {
            Write(store, writer => writer.InsertRow(Table.Grants, Row(1)));
        }

        using var again = Open();
        again.FindRow(Table.Grants, Id(1)).Should().BeEquivalentTo(Row(1), options => options.Excluding(row => row.Ordinal));
    }

    [Fact]
    public void Every_store_gives_back_each_column_as_it_was_put()
    {
        using var store = Open();
        var bare = new StoredRow(Id(1), null, null, 1, 0, null, [], 0);
        var full = new StoredRow(Id(2), Id(3), Id(4), long.MaxValue, long.MinValue, 495_000, [1, 2, 3], 0);

        Write(store, writer =>
        {
            writer.InsertRow(Table.Records, bare);
            writer.InsertRow(Table.Records, full);
        });

        store.FindRow(Table.Records, Id(1)).Should().BeEquivalentTo(bare, options => options.Excluding(row => row.Ordinal));
        store.FindRow(Table.Records, Id(2)).Should().BeEquivalentTo(full, options => options.Excluding(row => row.Ordinal));
    }

    [Fact]
    public void Every_store_drops_a_batch_that_was_rolled_back_or_left()
    {
        using var store = Open();
        var writer = store.OpenWriter();
        writer.Begin();
        writer.InsertRow(Table.Grants, Row(1));
        writer.Rollback();
        writer.Begin();
        writer.InsertRow(Table.Grants, Row(2));

        store.OpenWriter();

        store.ListRows(Table.Grants, null, null, 0, 10).Should().BeEmpty();
    }

    [Fact]
    public void Every_store_hides_an_open_batch_from_readers_and_shows_it_to_its_writer()
    {
        using var store = Open();
        var writer = store.OpenWriter();
        writer.Begin();
        writer.InsertRow(Table.Grants, Row(1));

        writer.FindRow(Table.Grants, Id(1)).Should().NotBeNull();
        store.FindRow(Table.Grants, Id(1)).Should().BeNull();
        writer.Commit();
        store.FindRow(Table.Grants, Id(1)).Should().NotBeNull();
    }

    [Fact]
    [Trait("Invariant", "I-08")]
    public void Every_store_undoes_one_command_and_keeps_the_others()
    {
        using var store = Open();

        Write(store, writer =>
        {
            writer.BeginCommand();
            writer.InsertRow(Table.Grants, Row(1));
            writer.KeepCommand();
            writer.BeginCommand();
            writer.InsertRow(Table.Grants, Row(2));
            writer.DeleteRow(Table.Grants, writer.FindRow(Table.Grants, Id(1))!.Ordinal);
            writer.UndoCommand();
            writer.BeginCommand();
            writer.InsertRow(Table.Grants, Row(3));
            writer.KeepCommand();
        });

        store.ListRows(Table.Grants, null, null, 0, 10).Select(row => row.Key[0]).Should().Equal(1, 3);
    }

    [Fact]
    public void Every_store_updates_in_place_and_deletes_by_ordinal()
    {
        using var store = Open();
        Write(store, writer => writer.InsertRow(Table.Grants, Row(1)));
        var ordinal = store.FindRow(Table.Grants, Id(1))!.Ordinal;

        Write(store, writer => writer.UpdateRow(Table.Grants, new StoredRow(Id(1), Id(9), null, 2, 5, 7, [9], ordinal)));
        var updated = store.FindRow(Table.Grants, Id(1))!;
        Write(store, writer => writer.DeleteRow(Table.Grants, ordinal));

        updated.Should().BeEquivalentTo(new StoredRow(Id(1), Id(9), null, 2, 5, 7, [9], ordinal));
        store.FindRow(Table.Grants, Id(1)).Should().BeNull();
    }

    [Fact]
    public void Every_store_lists_by_link_in_order_of_insertion_page_by_page()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (byte n = 9; n > 0; n--)
            {
                writer.InsertRow(Table.Grants, Row(n) with { Parent = Id((byte)(100 + (n % 2))), Other = Id(150) });
            }
        });

        var page = store.ListRows(Table.Grants, LinkColumn.Parent, Id(101), 0, 2);
        var rest = store.ListRows(Table.Grants, LinkColumn.Parent, Id(101), page[^1].Ordinal, 10);

        page.Concat(rest).Select(row => row.Key[0]).Should().Equal(9, 7, 5, 3, 1);
        store.ListRows(Table.Grants, LinkColumn.Other, Id(150), 0, 100).Should().HaveCount(9);
        store.ListRows(Table.Grants, LinkColumn.Other, Id(101), 0, 100).Should().BeEmpty();
        store.ListRows(Table.Receipts, LinkColumn.Parent, Id(101), 0, 100).Should().BeEmpty();
    }

    [Fact]
    public void Every_store_never_gives_an_ordinal_twice()
    {
        using var store = Open();
        Write(store, writer => writer.InsertRow(Table.Grants, Row(1)));
        var first = store.FindRow(Table.Grants, Id(1))!.Ordinal;
        Write(store, writer => writer.DeleteRow(Table.Grants, first));

        Write(store, writer => writer.InsertRow(Table.Grants, Row(2)));

        store.FindRow(Table.Grants, Id(2))!.Ordinal.Should().BeGreaterThan(first);
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public void Every_store_refuses_a_second_row_under_one_key()
    {
        using var store = Open();
        Write(store, writer => writer.InsertRow(Table.CallProofs, Row(1)));

        var act = () => Write(store, writer => writer.InsertRow(Table.CallProofs, Row(1)));

        act.Should().Throw<Exception>();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [Trait("Invariant", "I-07")]
    public void Every_store_refuses_an_index_or_a_place_in_a_chain_twice(long index, long seq)
    {
        using var store = Open();
        Write(store, writer => writer.AppendEvent(new StoredEvent(0, Chain, 0, Hash(0), [1])));

        var act = () => Write(store, writer => writer.AppendEvent(new StoredEvent(index, Chain, seq, Hash(1), [2])));

        act.Should().Throw<Exception>();
    }

    [Fact]
    [Trait("Invariant", "I-34")]
    public void Every_store_lists_the_places_of_a_chain_and_drops_its_events_but_no_commitment()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (var n = 0; n < 10; n++)
            {
                writer.AppendEvent(new StoredEvent(n, n % 2 == 0 ? Chain : Id(201), n / 2, Hash((byte)n), [(byte)n]));
            }

            writer.ListPlaces(Chain).Select(place => (place.Index, place.Seq)).Should().Equal((0, 0), (2, 1), (4, 2), (6, 3), (8, 4));
            writer.ListPlaces(Id(7)).Should().BeEmpty();
        });

        Write(store, writer => writer.DeleteEvents(Chain, 3).Should().Be(3));
        Write(store, writer => writer.DeleteEvents(Chain, 3).Should().Be(2));
        Write(store, writer => writer.DeleteEvents(Chain, 3).Should().Be(0));

        store.ReadChain(Chain, -1, 10).Should().BeEmpty();
        store.ReadEvent(4).Should().BeNull();
        store.ReadChain(Id(201), -1, 10).Should().HaveCount(5);
        store.ReadCommitments(0, 10).Should().HaveCount(10);
    }

    [Fact]
    public void Every_store_reads_events_by_index_by_chain_and_by_head()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (var n = 0; n < 10; n++)
            {
                writer.AppendEvent(new StoredEvent(n, n % 2 == 0 ? Chain : Id(201), n / 2, Hash(n), [(byte)n]));
            }

            writer.FindHead(Chain)!.Seq.Should().Be(4);
            writer.FindHead(Id(7)).Should().BeNull();
        });

        store.ReadEvent(3).Should().BeEquivalentTo(new StoredEvent(3, Id(201), 1, Hash(3), [3]));
        store.ReadEvent(10).Should().BeNull();
        store.ReadChain(Chain, 1, 2).Select(entry => entry.Index).Should().Equal(4, 6);
        store.ReadChain(Chain, -1, 100).Select(entry => entry.Seq).Should().Equal(0, 1, 2, 3, 4);
        store.ReadCommitments(8, 100).Should().BeEquivalentTo([Hash(8), Hash(9)], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Every_store_keeps_tiles()
    {
        using var store = Open();
        var hashes = new byte[FullTile.SizeBytes];
        hashes[^1] = 1;

        Write(store, writer => writer.AppendTile(new FullTile(0, 3, hashes)));

        store.ReadTile(0, 3).Should().Equal(hashes);
        store.ReadTile(1, 3).Should().BeNull();
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public void Every_store_moves_its_state_only_from_where_it_stands()
    {
        using var store = Open();
        var writer = store.OpenWriter();
        var state = writer.TakeLease(new LogState(0, Hash(0), 0, [1]));
        var next = state with { Size = 4, Root = Hash(4), Memo = [4] };

        writer.Begin();
        writer.TryAdvance(state, next).Should().BeTrue();
        writer.TryAdvance(state, next).Should().BeFalse("the size has moved on");
        writer.TryAdvance(next with { Fence = next.Fence + 1 }, next).Should().BeFalse("the fence is another's");
        writer.Commit();

        store.ReadState().Should().BeEquivalentTo(next);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public void Every_store_raises_the_fence_with_every_lease()
    {
        using var store = Open();
        store.ReadState().Should().BeNull();
        var first = store.OpenWriter().TakeLease(new LogState(0, Hash(0), 0, [1]));
        var writer = store.OpenWriter();

        var second = writer.TakeLease(new LogState(77, Hash(7), 0, [7]));

        second.Should().BeEquivalentTo(first with { Fence = first.Fence + 1 }, "a lease on an old store keeps its state");
        writer.Begin();
        writer.TryAdvance(first, first with { Size = 4 }).Should().BeFalse();
        writer.Rollback();
    }

    [Fact]
    public void Every_store_tells_version_and_ordinal_without_the_body()
    {
        using var store = Open();
        Write(store, writer => writer.InsertRow(Table.Grants, Row(1) with { Version = 7 }));

        Write(store, writer =>
        {
            writer.FindMark(Table.Grants, Id(1)).Should().Be(new RowMark(7, store.FindRow(Table.Grants, Id(1))!.Ordinal));
            writer.FindMark(Table.Grants, Id(2)).Should().BeNull();
        });
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public void Every_store_tells_the_place_of_each_entry_once_in_pages()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (var n = 0; n < 10; n++)
            {
                writer.AppendEvent(new StoredEvent(n, n % 2 == 0 ? Chain : Id(201), n / 2, Hash((byte)n), [(byte)n]));
            }
        });
        var places = new List<EventPlace>();

        for (var page = store.ReadPlaces(null, 3); page.Count > 0; page = store.ReadPlaces(places[^1], 3))
        {
            places.AddRange(page);
        }

        places.Select(place => (place.Index, place.Chain[0], place.Seq)).Should().Equal(
            Enumerable.Range(0, 10).OrderBy(n => n % 2).Select(n => ((long)n, (byte)(200 + (n % 2)), n / 2L)));
    }

    [Fact]
    public void Every_store_deletes_what_expired_and_no_more_than_asked()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (byte n = 1; n <= 9; n++)
            {
                writer.InsertRow(Table.CallProofs, Row(n) with { ExpiresHour = n < 9 ? 100 + n : null });
            }
        });

        Write(store, writer =>
        {
            writer.DeleteExpired(Table.CallProofs, 107, 4).Should().Be(4);
            writer.DeleteExpired(Table.CallProofs, 107, 100).Should().Be(2);
            writer.DeleteExpired(Table.Grants, 107, 100).Should().Be(0);
        });

        store.ListRows(Table.CallProofs, null, null, 0, 10).Select(row => row.Key[0]).Should().Equal(7, 8, 9);
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public void Every_store_keeps_two_origins_apart()
    {
        using (var first = Open())
        {
            var writer = first.OpenWriter();
            writer.TakeLease(new LogState(0, Hash(0), 0, [1]));
            Write(first, other =>
            {
                other.InsertRow(Table.Grants, Row(1));
                other.AppendEvent(new StoredEvent(0, Chain, 0, Hash(0), [1]));
            });
        }

        using var second = Open("other.example/log");
        Write(second, writer =>
        {
            writer.InsertRow(Table.Grants, Row(1) with { Body = [42] });
            writer.AppendEvent(new StoredEvent(0, Chain, 0, Hash(9), [9]));
        });

        second.ReadState().Should().BeNull();
        second.FindRow(Table.Grants, Id(1))!.Body.Should().Equal(42);
        second.ListRows(Table.Grants, null, null, 0, 10).Should().ContainSingle();
        second.ReadChain(Chain, -1, 10).Should().ContainSingle().Which.Commitment.Should().Equal(Hash(9));
    }

    [Fact]
    public void Every_store_finds_the_last_entry_of_each_chain_below_a_size()
    {
        using var store = Open();
        Write(store, writer =>
        {
            for (var index = 0; index < 9; index++)
            {
                writer.AppendEvent(new StoredEvent(index, Id((byte)(index % 2)), index / 2, Hash(index), [1]));
            }
        });

        store.ReadHeads([Id(1), Id(0), Id(7)], 9).Should().BeEquivalentTo(
            new ChainHead?[] { new(3, Hash(7)), new(4, Hash(8)), null }, options => options.WithStrictOrdering());
        store.ReadHeads([Id(0), Id(1)], 4).Should().BeEquivalentTo(
            new ChainHead?[] { new(1, Hash(2)), new(1, Hash(3)) }, options => options.WithStrictOrdering());
        store.ReadHeads([Id(0), Id(1)], 1).Should().BeEquivalentTo(
            new ChainHead?[] { new(0, Hash(0)), null }, options => options.WithStrictOrdering());
        store.ReadHeads([], 9).Should().BeEmpty();

        store.ReadMovedChains(0, 9).Should().BeEquivalentTo([Id(0), Id(1)]);
        store.ReadMovedChains(7, 8).Should().BeEquivalentTo([Id(1)]);
        store.ReadMovedChains(9, 9).Should().BeEmpty();
        store.ReadMovedChains(9, 12).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_store_reads_from_many_threads_while_it_writes()
    {
        using var store = Open();
        var writer = store.OpenWriter();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            var seen = 0;
            while (!stop.IsCancellationRequested)
            {
                var rows = store.ListRows(Table.Grants, LinkColumn.Parent, Id(250), 0, 1000).Count;
                rows.Should().BeGreaterThanOrEqualTo(seen).And.Match(count => count % 4 == 0, "batches are seen whole");
                seen = rows;
            }
        })).ToList();

        for (byte batch = 0; batch < 50; batch++)
        {
            writer.Begin();
            for (byte n = 0; n < 4; n++)
            {
                writer.InsertRow(Table.Grants, new StoredRow([batch, n, .. new byte[14]], Id(250), null, 1, 0, null, [n], 0));
            }

            writer.Commit();
            writer.Tidy(idle: false);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        store.ListRows(Table.Grants, LinkColumn.Parent, Id(250), 0, 1000).Should().HaveCount(200);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => System.IO.Directory.Delete(Directory, recursive: true);

    protected static void Write(ILedgerStore store, Action<ILedgerWriter> write)
    {
        var writer = store.OpenWriter();
        writer.Begin();
        write(writer);
        writer.Commit();
    }

    protected static byte[] Id(byte first) => [first, .. new byte[15]];

    protected static StoredRow Row(byte key) => new(Id(key), null, null, 1, 0, null, [key], 0);

    private static byte[] Hash(int first) => [(byte)first, .. new byte[31]];
}
