using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>The keys of a chain are destroyed: nobody opens its leaves again, every leaf and proof stays, and the bitmap accounts for them.</summary>
[Trait("Invariant", "I-34")]
public sealed class ErasureFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());
    private readonly ChainId other = ChainId.Resident(ResidentId.New());

    public static TheoryData<string> Steps =>
        [.. Enum.GetNames<WriterStep>().Except([nameof(WriterStep.OpenWriter), nameof(WriterStep.Tidy), nameof(WriterStep.AppendTile), nameof(WriterStep.UpdateRow)])];

    [Fact]
    [Trait("Feature", "N15")]
    public async Task An_erased_chain_opens_no_more_and_its_leaves_and_proofs_stay()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        List<RecordedEntry> hers = [await ledger.RecordAsync(resident, Entries.Created()), await ledger.RecordAsync(resident, Entries.Created())];
        var theirs = await ledger.RecordAsync(other, Entries.Created());
        var before = ledger.Recorder.Latest;

        var erased = await EraseAsync(ledger, resident);

        (await ledger.ReadAsync(resident)).Should().BeEmpty();
        (await ledger.ReadAsync(other)).Should().ContainSingle();
        hers.Select(entry => ledger.Store.ReadEvent(entry.Index)).Should().AllSatisfy(stored => stored.Should().BeNull());
        foreach (var entry in hers.Append(theirs))
        {
            var proof = await ledger.Recorder.ProveAsync(entry.Index, TestContext.Current.CancellationToken);
            proof!.TryVerify(ledger.Recorder.Verifier, entry.Commitment, out _).Should().BeTrue();
        }

        (await ledger.Recorder.ProveConsistencyAsync(before.Size, ledger.Recorder.Latest.Size, TestContext.Current.CancellationToken))
            .Verify(before.Root, ledger.Recorder.Latest.Root).Should().BeTrue();
        var (leaves, index) = ledger.Recorder.ReadClosed()!.Value;
        index.Should().Be(erased.Index);
        Enumerable.Range(0, (int)leaves.Size).Where(leaf => leaves.Contains(leaf)).Should().Equal(hers.Select(entry => (int)entry.Index));
        Entry(erased).Should().BeEquivalentTo(new HistoryErased(Entry(erased).At, 2, 2, erased.Index, leaves.Digest));
        await ledger.ReopenAsync();
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
        (await ledger.ReadAsync(other)).Should().ContainSingle();
    }

    [Fact]
    public async Task An_erased_chain_never_begins_again()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.Recorder.EraseChainAsync(resident, TestContext.Current.CancellationToken);

        var late = Command.Of(resident, Entries.Created());
        (await ledger.RefusedAsync(late)).Kind.Should().Be(ConflictKind.Absent, "while its sealed entries are still there");
        await DropAsync(ledger);
        (await ledger.RefusedAsync(late)).Kind.Should().Be(ConflictKind.Absent, "when nothing is left of it");
        await ledger.ReopenAsync();
        (await ledger.RefusedAsync(late)).Kind.Should().Be(ConflictKind.Absent, "after a restart");
        (await ledger.Recorder.EraseChainAsync(resident, TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Fact]
    public async Task Erasures_add_up_in_one_bitmap_and_every_entry_commits_to_it_afresh()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        List<HistoryErased> entries = [];
        for (var one = 1; one <= 3; one++)
        {
            var chain = ChainId.Resident(ResidentId.New());
            for (var n = 0; n < one; n++)
            {
                await ledger.RecordAsync(chain, Entries.Created());
            }

            entries.Add(Entry(await EraseAsync(ledger, chain)));
        }

        entries.Select(entry => entry.Leaves).Should().Equal(1, 2, 3);
        entries.Select(entry => entry.Closed).Should().Equal(1, 3, 6);
        ledger.Recorder.ReadClosed()!.Value.Leaves.Count.Should().Be(6);
        entries[^1].BitmapSha256.Should().Equal(ledger.Recorder.ReadClosed()!.Value.Leaves.Digest);
        ClosedLeaves.TryRead(ledger.Recorder.ReadClosed()!.Value.Leaves.Bytes.ToArray(), entries[^1].Size, out var read).Should().BeTrue();
        read!.Count.Should().Be(6);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    [Trait("Invariant", "I-08")]
    public async Task A_disk_that_fails_at_any_step_erases_wholly_or_not_at_all(string step)
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.RecordAsync(other, Entries.Created());
        ledger.Faults!.FailAt = Enum.Parse<WriterStep>(step);

        var act = async () => await ledger.Recorder.EraseChainAsync(resident, TestContext.Current.CancellationToken);
        await act.Should().ThrowAsync<LedgerUnavailableException>();

        ledger.Faults.FailAt = null;
        await ledger.ReopenAsync();
        var left = await ledger.ReadAsync(resident);
        (left.Count, ledger.Recorder.ReadClosed()?.Leaves.Count ?? 0).Should().BeOneOf((2, 0), (0, 2));
        await EraseAsync(ledger, resident, again: left.Count == 0);
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
        ledger.Recorder.ReadClosed()!.Value.Leaves.Count.Should().Be(2);
        await ledger.ReopenAsync();
        (await ledger.ReadAsync(other)).Should().ContainSingle();
    }

    [Fact]
    public async Task Sealed_entries_and_keys_are_overwritten_in_the_database()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var entry = await ledger.RecordAsync(resident, Entries.Created());
        var body = ledger.Store.ReadEvent(entry.Index)!.Body;
        var chain = ledger.Store.ReadEvent(entry.Index)!.Chain;
        var keys = ledger.Store.ListRows(Table.Chains, null, null, 0, 100).Select(row => row.Body).ToList();

        await EraseAsync(ledger, resident);
        keys = [.. keys.Where(key => !ledger.Store.ListRows(Table.Chains, null, null, 0, 100).Any(row => row.Body.AsSpan().SequenceEqual(key)))];
        await ledger.CloseAsync();

        var file = await File.ReadAllBytesAsync(Path.Combine(ledger.DataDirectory, "pds.db"), TestContext.Current.CancellationToken);
        keys.Should().ContainSingle();
        foreach (var secret in keys.Append(body).Append(chain))
        {
            file.AsSpan().IndexOf(secret).Should().Be(-1);
        }
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public async Task A_bitmap_changed_at_rest_is_refused_at_the_next_start()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await EraseAsync(ledger, resident);
        await ledger.CloseAsync();
        Database.Run(ledger.DataDirectory, "UPDATE rows_server_facts SET body = zeroblob(length(body))");

        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>();
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public async Task A_bitmap_put_back_or_removed_is_refused_at_the_next_start()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await EraseAsync(ledger, resident);
        await ledger.CloseAsync();
        Database.Run(ledger.DataDirectory, "DELETE FROM rows_server_facts");

        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>();
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public async Task An_entry_removed_by_others_is_no_erasure()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var entry = await ledger.RecordAsync(resident, Entries.Created());
        Database.Run(ledger.DataDirectory, $"DELETE FROM events WHERE idx = {entry.Index}");

        var reading = await ledger.Recorder.OpenLogAsync(
            new Reader.Auditor("audit", "because"), chain => chain != resident, TestContext.Current.CancellationToken);

        reading.Invoking(log => log.Read(entry.Index)).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public async Task An_auditor_s_reading_shows_closed_leaves_as_the_bitmap_says()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var entry = await ledger.RecordAsync(resident, Entries.Created());
        await EraseAsync(ledger, resident);

        var reading = await ledger.Recorder.OpenLogAsync(new Reader.Auditor("audit", "because"), _ => true, TestContext.Current.CancellationToken);

        reading.Read(entry.Index).Should().BeOfType<LeafReading.Closed>().Which.Commitment.Should().Equal(entry.Commitment);
        reading.Closed!.Contains(entry.Index).Should().BeTrue();
        Enumerable.Range(0, (int)reading.Checkpoint.Size).Count(index => reading.Read(index) is LeafReading.Closed).Should().Be(1);
    }

    [Fact]
    public async Task Refusals_that_come_for_an_erased_chain_are_kept_in_the_operator_s()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await EraseAsync(ledger, resident);
        await using var refusals = new RefusalLog(ledger.Recorder);

        await refusals.RefuseAsync(resident, GrantId.New(), Entries.Hospital, 5, "CONSENT_WITHDRAWN", cancellationToken: TestContext.Current.CancellationToken);

        (await ledger.ReadAsync(ChainId.Operator)).Select(opened => opened.Entry).OfType<CallRefused>()
            .Should().ContainSingle().Which.Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    [Fact]
    public async Task Nobody_enters_an_erasure_or_touches_the_bitmap_but_the_recorder()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        Func<Command, Func<Task>> act = command => () => ledger.Recorder.RecordAsync(command, TestContext.Current.CancellationToken).AsTask();

        await act(Command.Of(ChainId.Operator, new HistoryErased(Entries.At, 1, 1, 4, Entries.Digest))).Should().ThrowAsync<ArgumentException>();
        await act(new Command([new Change.Delete(new RowKey(Table.ServerFacts, "closed-leaves/note"))], [])).Should().ThrowAsync<ArgumentException>();
        await act(new Command([new Change.Delete(new RowKey(Table.ServerFacts, "erased-chains/x"))], [])).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => ledger.Recorder.EraseChainAsync(ChainId.Operator, TestContext.Current.CancellationToken).AsTask())
            .Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public void A_bitmap_of_another_form_is_not_read()
    {
        byte[] good = [.. System.Text.Encoding.ASCII.GetBytes(Labels.ClosedLeaves + "\n"), .. new byte[ClosedLeaves.SaltBytes], 0b101, 0b1];

        ClosedLeaves.TryRead(good, 9, out var read).Should().BeTrue();
        (read!.Count, read.Contains(0), read.Contains(1), read.Contains(8), read.Contains(9), read.Contains(-1)).Should().Be((3, true, false, true, false, false));
        ClosedLeaves.TryRead(null, 9, out _).Should().BeFalse();
        ClosedLeaves.TryRead([], 9, out _).Should().BeFalse();
        ClosedLeaves.TryRead(good, 17, out _).Should().BeFalse("it is too short");
        ClosedLeaves.TryRead(good, 8, out _).Should().BeFalse("it is too long");
        ClosedLeaves.TryRead([.. good[..^1], 0b11], 9, out _).Should().BeFalse("there is a bit behind the last leaf");
        ClosedLeaves.TryRead([(byte)'x', .. good[1..]], 9, out _).Should().BeFalse("it is of another kind");
        ClosedLeaves.TryRead(good, -1, out _).Should().BeFalse();
        ClosedLeaves.TryRead(good, ClosedLeaves.MaxSize + 1, out _).Should().BeFalse();
    }

    private static HistoryErased Entry(RecordedEntry entry)
    {
        LedgerEntry.TryParse(entry.Body, out var read).Should().BeTrue();
        return (HistoryErased)read!;
    }

    private static async Task<RecordedEntry> EraseAsync(TestLedger ledger, ChainId chain, bool again = false)
    {
        var erased = await ledger.Recorder.EraseChainAsync(chain, TestContext.Current.CancellationToken);
        await DropAsync(ledger);
        (erased is null).Should().Be(again);
        return erased!;
    }

    private static async Task DropAsync(TestLedger ledger)
    {
        while (await ledger.Recorder.DropErasedAsync(TestContext.Current.CancellationToken) > 0)
        {
        }
    }
}
