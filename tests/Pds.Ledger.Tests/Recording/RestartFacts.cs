using CsCheck;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>Starting again: the same ledger, extended and never forked.</summary>
public sealed class RestartFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    [Fact]
    [Trait("Invariant", "I-07")]
    public async Task Restarting_changes_nothing_however_often()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        var before = ledger.Recorder.Latest;

        for (var restart = 0; restart < 3; restart++)
        {
            await ledger.ReopenAsync();
            ledger.Recorder.Latest.Size.Should().Be(before.Size);
            ledger.Recorder.Latest.Root.Should().Equal(before.Root);
        }

        var next = await ledger.RecordAsync(resident, Entries.Created());
        (next.Seq, next.Index).Should().Be((1, before.Size));
    }

    [Fact]
    [Trait("Invariant", "I-21")]
    public async Task Every_checkpoint_is_a_prefix_of_every_later_one_across_restarts()
    {
        await Gen.Int[0, 3].Array[4, 12].SampleAsync(async steps =>
        {
            await using var ledger = await TestLedger.OpenNewAsync();
            List<Checkpoint> checkpoints = [ledger.Recorder.Latest];
            List<RecordedEntry> entries = [];
            foreach (var step in steps)
            {
                if (step == 0)
                {
                    await ledger.ReopenAsync();
                }
                else
                {
                    var drafts = Enumerable.Repeat(new EntryDraft(step == 1 ? resident : ChainId.Operator, Entries.Created()), step * 20);
                    entries.AddRange((await ledger.RecordAsync(new Command([], [.. drafts]))).Entries);
                }

                checkpoints.Add(ledger.Recorder.Latest);
            }

            foreach (var (older, newer) in checkpoints.SelectMany((older, at) => checkpoints.Skip(at).Select(newer => (older, newer))))
            {
                var proof = await ledger.Recorder.ProveConsistencyAsync(older.Size, newer.Size);
                proof.Verify(older.Root, newer.Root).Should().BeTrue();
            }

            foreach (var entry in entries)
            {
                (await ledger.Recorder.ProveAsync(entry.Index))!.TryVerify(ledger.Recorder.Verifier, entry.Commitment, out _).Should().BeTrue();
            }
        }, iter: 8, threads: 1);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_store_older_than_its_tiles_is_refused()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.CloseAsync();
        Copy(ledger.DataDirectory, ledger.DataDirectory + ".old");
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.CloseAsync();

        Directory.Delete(ledger.DataDirectory, recursive: true);
        Directory.Move(ledger.DataDirectory + ".old", ledger.DataDirectory);
        var act = ledger.OpenAsync;

        (await act.Should().ThrowAsync<LedgerRefusedException>()).WithMessage("*old copy*");
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Tiles_older_than_their_store_are_caught_up()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.CloseAsync();
        Copy(ledger.TileDirectory, ledger.TileDirectory + ".old");
        await ledger.OpenAsync();
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));
        await ledger.CloseAsync();

        Directory.Delete(ledger.TileDirectory, recursive: true);
        Directory.Move(ledger.TileDirectory + ".old", ledger.TileDirectory);
        var recorder = await ledger.OpenAsync();

        recorder.Progress.Directory.Should().Be(recorder.Latest.Size);
        LogChecker.Check(ledger.TileDirectory, recorder.Verifier).Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().Be(recorder.Latest.Size);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_new_store_beside_an_old_ledgers_tiles_is_refused()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        await ledger.CloseAsync();

        Directory.Delete(ledger.DataDirectory, recursive: true);

        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>();
    }

    [Fact]
    public async Task The_tile_directory_follows_each_batch_when_its_interval_is_zero()
    {
        await using var ledger = new TestLedger
        {
            PublishTiles = true,
            Options = new RecorderOptions { Origin = TestLedger.Origin, PublishInterval = TimeSpan.Zero },
        };
        await ledger.OpenAsync();

        var entry = await ledger.RecordAsync(resident, Entries.Created());

        for (var waited = 0; ledger.Recorder.Progress.Directory <= entry.Index && waited < 50; waited++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        LogChecker.Check(ledger.TileDirectory, ledger.Recorder.Verifier).Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().BeGreaterThan(entry.Index);
    }

    [Theory]
    [Trait("Invariant", "I-22")]
    [InlineData("UPDATE leaves SET commitment = zeroblob(32) WHERE idx = 1")]
    [InlineData("DELETE FROM leaves WHERE idx = 2")]
    [InlineData("UPDATE log_state SET root = zeroblob(32)")]
    [InlineData("UPDATE log_state SET size = size - 4")]
    [InlineData("UPDATE log_state SET memo = zeroblob(80)")]
    [InlineData("UPDATE tiles SET hashes = zeroblob(8192)")]
    [InlineData("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")]
    [InlineData("DELETE FROM events WHERE idx = 6")]
    [InlineData("UPDATE events SET chain = zeroblob(16) WHERE seq = (SELECT max(seq) FROM events)")]
    [InlineData("UPDATE events SET seq = seq + 1000 WHERE idx = 6")]
    public async Task A_log_changed_by_other_hands_is_not_extended(string sql)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        for (var n = 0; n < 5; n++)
        {
            await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));
        }

        await ledger.CloseAsync();
        Database.Run(ledger.DataDirectory, sql);

        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>();
    }

    [Theory]
    [Trait("Invariant", "I-24")]
    [InlineData(0, -1)]
    [InlineData(3, -1)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(100, -1)]
    public async Task A_history_with_an_act_left_out_is_not_shown(int removed, int afterSeq)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        for (var n = 0; n < 3; n++)
        {
            await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 50)]));
        }

        Database.Run(ledger.DataDirectory, $"DELETE FROM events WHERE seq = {removed} AND chain = (SELECT chain FROM events ORDER BY seq DESC LIMIT 1)");
        var reading = async () =>
        {
            await foreach (var _ in ledger.Recorder.ReadChainAsync(resident, afterSeq, 1000, new Reader.Owner(), TestContext.Current.CancellationToken))
            {
            }
        };

        await reading.Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task An_old_store_beside_an_emptied_tile_directory_is_refused()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        await ledger.ReopenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.CloseAsync();
        Copy(ledger.DataDirectory, ledger.DataDirectory + ".old");
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        await ledger.CloseAsync();

        Directory.Delete(ledger.DataDirectory, recursive: true);
        Directory.Move(ledger.DataDirectory + ".old", ledger.DataDirectory);
        Directory.Delete(ledger.TileDirectory, recursive: true);

        (await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>()).WithMessage("*were published already*");
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_lost_tile_directory_is_made_again_only_when_an_operator_says_so()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        await ledger.Recorder.PublishAsync(TestContext.Current.CancellationToken);
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));
        await ledger.CloseAsync();
        Directory.Delete(ledger.TileDirectory, recursive: true);
        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<LedgerRefusedException>();

        ledger.Options = ledger.Options with { RepublishLog = true };
        var recorder = await ledger.OpenAsync();

        LogChecker.Check(ledger.TileDirectory, recorder.Verifier).Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().Be(recorder.Latest.Size);
    }

    [Fact]
    public async Task An_event_changed_at_rest_is_noticed_when_it_is_read()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 3)]));
        await ledger.CloseAsync();

        Database.Run(ledger.DataDirectory, "UPDATE events SET body = (SELECT body FROM events WHERE idx = 5) WHERE idx = 4");
        await ledger.OpenAsync();

        await FluentActions.Awaiting(() => ledger.ReadAsync(resident)).Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    [Trait("Invariant", "I-36")]
    public async Task Keys_of_another_ledger_are_found_before_anything_is_written()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.CloseAsync();
        await using var stranger = new TestLedger();
        using var store = ledger.NewStore();
        var state = store.ReadState();

        var act = async () => await Recorder.OpenAsync(
            ledger.Options, store, stranger.NewKeys(), ledger.NewSigner(), new LedgerClock(ledger.Time), null, TestContext.Current.CancellationToken);
        var otherLog = async () => await Recorder.OpenAsync(
            ledger.Options, store, ledger.NewKeys(), stranger.NewSigner(), new LedgerClock(ledger.Time), null, TestContext.Current.CancellationToken);

        await act.Should().ThrowAsync<LedgerRefusedException>();
        await otherLog.Should().ThrowAsync<LedgerRefusedException>().WithMessage("*another log key*");
        store.ReadState().Should().BeEquivalentTo(state);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public async Task An_option_out_of_range_is_named(int multiple)
    {
        await using var ledger = new TestLedger { Options = new RecorderOptions { Origin = TestLedger.Origin, CoverMultiple = multiple } };

        await FluentActions.Awaiting(ledger.OpenAsync).Should().ThrowAsync<ArgumentException>().WithMessage("*CoverMultiple*1 to 256*");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
