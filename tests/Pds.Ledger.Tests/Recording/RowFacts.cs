namespace Pds.Ledger.Tests.Recorders;

/// <summary>Rows, their versions and their links, and commands that stand or fall whole (I-08).</summary>
public sealed class RowFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());
    private readonly RowKey first = new(Table.Grants, "grt_first");
    private readonly RowKey second = new(Table.Grants, "grt_second");

    [Fact]
    public async Task A_row_counts_its_versions_and_keeps_its_ordinal()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        await ledger.RecordAsync(new Command([new Change.Put(first, "a"u8.ToArray(), Number: 7)], []));
        var before = await FindAsync(ledger, first);
        await ledger.RecordAsync(new Command([new Change.Put(first, "b"u8.ToArray(), Number: 8)], []));
        var after = await FindAsync(ledger, first);

        (before!.Version, before.Number, after!.Version, after.Number).Should().Be((1, 7, 2, 8));
        after.Ordinal.Should().Be(before.Ordinal);
        after.Body.ToArray().Should().Equal("b"u8.ToArray());
        after.Key.Should().Be(first);
    }

    [Theory]
    [InlineData(0, ConflictKind.Exists)]
    [InlineData(2, ConflictKind.OtherVersion)]
    public async Task A_put_over_another_version_conflicts(long expected, ConflictKind kind)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(new Command([new Change.Put(first, default)], []));

        var conflict = await ledger.RefusedAsync(new Command([new Change.Put(first, default, ExpectedVersion: expected)], []));

        (conflict.ChangeIndex, conflict.Key, conflict.Kind).Should().Be((0, first, kind));
    }

    [Fact]
    public async Task An_absent_row_conflicts_where_a_version_is_expected()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        Change[] changes = [new Change.Put(first, default, ExpectedVersion: 1), new Change.Delete(first, 1), new Change.Require(first, 1)];

        foreach (var change in changes)
        {
            (await ledger.RefusedAsync(new Command([change], []))).Kind.Should().Be(ConflictKind.Absent);
        }
    }

    [Fact]
    public async Task Removing_an_absent_row_without_a_version_is_no_conflict()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        await ledger.RecordAsync(new Command([new Change.Delete(first), new Change.CountDown(second), new Change.Require(first, 0)], []));

        (await FindAsync(ledger, first)).Should().BeNull();
    }

    [Fact]
    [Trait("Invariant", "I-08")]
    public async Task A_conflict_in_the_last_change_undoes_the_first_and_every_entry()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var size = ledger.Recorder.Latest.Size;

        var conflict = await ledger.RefusedAsync(new Command(
            [new Change.Put(first, default), new Change.CountUp(new RowKey(Table.UseCounters, "u"), 5), new Change.Require(second, 3)],
            [new EntryDraft(resident, Entries.Created())]));

        conflict.ChangeIndex.Should().Be(2);
        (await FindAsync(ledger, first)).Should().BeNull();
        (await FindAsync(ledger, new RowKey(Table.UseCounters, "u"))).Should().BeNull();
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
        ledger.Recorder.Latest.Size.Should().Be(size);
    }

    [Fact]
    public async Task A_change_sees_those_before_it_in_its_command()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        await ledger.RecordAsync(new Command(
            [new Change.Put(first, "a"u8.ToArray()), new Change.Require(first, 1), new Change.Put(first, "b"u8.ToArray(), ExpectedVersion: 1), new Change.Delete(first, 2)],
            []));

        (await FindAsync(ledger, first)).Should().BeNull();
    }

    [Fact]
    public async Task Rows_are_listed_by_either_link_and_page_by_ordinal()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        for (var n = 0; n < 7; n++)
        {
            await ledger.RecordAsync(new Command([new Change.Put(
                new RowKey(Table.Grants, $"grt_{n}"), default, new RowLinks(n % 2 == 0 ? "res_even" : "res_odd", "org_a"))], []));
        }

        var rows = ledger.Recorder.Rows;
        var page = await rows.ListAsync(Table.Grants, LinkColumn.Parent, "res_even", 0, 2, TestContext.Current.CancellationToken);
        var rest = await rows.ListAsync(Table.Grants, LinkColumn.Parent, "res_even", page[^1].Ordinal, 10, TestContext.Current.CancellationToken);
        var other = await rows.ListAsync(Table.Grants, LinkColumn.Other, "org_a", 0, 1000, TestContext.Current.CancellationToken);
        var all = await rows.ListAllAsync(Table.Grants, other[1].Ordinal, 3, TestContext.Current.CancellationToken);

        page.Concat(rest).Select(row => row.Key.Key).Should().Equal("grt_0", "grt_2", "grt_4", "grt_6");
        other.Should().HaveCount(7);
        all.Select(row => row.Key.Key).Should().Equal("grt_2", "grt_3", "grt_4");
        (await rows.ListAsync(Table.Grants, LinkColumn.Parent, "org_a", 0, 10, TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_row_names_the_entry_it_was_written_with()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var done = await ledger.RecordAsync(new Command(
            [new Change.PutIndexed(first, index => BitConverter.GetBytes(index))], [new EntryDraft(resident, Entries.Created())]));

        BitConverter.ToInt64((await FindAsync(ledger, first))!.Body.Span).Should().Be(done.Entries[0].Index);
    }

    [Fact]
    public async Task A_body_function_that_fails_spoils_its_own_command_only()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var bad = ledger.Recorder.RecordAsync(
            new Command([new Change.PutIndexed(first, _ => throw new FormatException("mine"))], [new EntryDraft(resident, Entries.Created())]),
            TestContext.Current.CancellationToken).AsTask();
        var good = ledger.RecordAsync(resident, Entries.Created());

        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<FormatException>();
        (await good).Seq.Should().Be(0);
        ledger.Recorder.IsServing.Should().BeTrue();
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task Commands_past_their_bounds_are_refused_before_they_wait()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        Command[] commands =
        [
            new([.. Enumerable.Repeat(new Change.CountDown(first), Command.MaxChanges + 1)], []),
            new([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), Command.MaxEntries + 1)]),
            new([new Change.Put(first, new byte[Command.MaxBodyBytes + 1])], []),
            new([new Change.Put(new RowKey(Table.Grants, string.Empty), default)], []),
            new([new Change.Put(new RowKey(Table.Grants, new string('x', 513)), default)], []),
            new([new Change.Put(new RowKey((Table)999, "x"), default)], []),
            new([new Change.PutIndexed(first, _ => default)], []),
        ];

        foreach (var command in commands)
        {
            await FluentActions.Awaiting(() => ledger.RecordAsync(command)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    [Trait("Invariant", "I-31")]
    public async Task A_row_moved_to_another_place_does_not_open()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(new Command([new Change.Put(first, "a"u8.ToArray()), new Change.Put(second, "b"u8.ToArray())], []));
        await ledger.CloseAsync();

        Database.Run(ledger.DataDirectory, """
            UPDATE rows_grants SET body = (SELECT body FROM rows_grants ORDER BY ordinal LIMIT 1) WHERE ordinal = (SELECT max(ordinal) FROM rows_grants)
            """);
        await ledger.OpenAsync();

        (await FindAsync(ledger, first)).Should().NotBeNull();
        await FluentActions.Awaiting(() => FindAsync(ledger, second)).Should().ThrowAsync<InvalidDataException>();
    }

    [Theory]
    [Trait("Invariant", "I-31")]
    [InlineData("parent = (SELECT parent FROM rows_grants ORDER BY ordinal DESC LIMIT 1)")]
    [InlineData("other = (SELECT other FROM rows_grants ORDER BY ordinal DESC LIMIT 1)")]
    [InlineData("parent = NULL")]
    [InlineData("expires_hour = expires_hour + 1")]
    [InlineData("expires_hour = NULL")]
    [InlineData("number = number + 1")]
    [InlineData("version = version + 1")]
    public async Task A_row_whose_place_was_edited_at_rest_does_not_open(string edit)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var expires = ledger.Time.Now.AddHours(5);
        await ledger.RecordAsync(new Command(
            [
                new Change.Put(first, "a"u8.ToArray(), new RowLinks("res_a", "org_a"), Expires: expires, ExpectedVersion: 0),
                new Change.Put(second, "b"u8.ToArray(), new RowLinks("res_b", "org_b"), Expires: expires),
            ], []));
        Database.Run(ledger.DataDirectory, $"UPDATE rows_grants SET {edit} WHERE ordinal = (SELECT min(ordinal) FROM rows_grants)");

        await FluentActions.Awaiting(() => FindAsync(ledger, first)).Should().ThrowAsync<InvalidDataException>();
        (await FindAsync(ledger, second)).Should().NotBeNull();
        if (edit.StartsWith("parent = (", StringComparison.Ordinal))
        {
            var listing = async () => await ledger.Recorder.Rows.ListAsync(
                Table.Grants, LinkColumn.Parent, "res_b", 0, 10, TestContext.Current.CancellationToken);
            await listing.Should().ThrowAsync<InvalidDataException>("another resident's consent is never shown as this one's");
        }
    }

    [Fact]
    [Trait("Invariant", "I-31")]
    public async Task A_row_listed_under_a_link_it_does_not_have_is_noticed()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        await ledger.RecordAsync(new Command([new Change.Put(first, default, new RowLinks("res_a"))], []));
        ledger.Faults!.Misfile = true;

        var listing = async () => await ledger.Recorder.Rows.ListAsync(
            Table.Grants, LinkColumn.Parent, "res_b", 0, 10, TestContext.Current.CancellationToken);

        await listing.Should().ThrowAsync<InvalidDataException>();
    }

    [Theory]
    [Trait("Invariant", "I-31")]
    [InlineData("number = 0")]
    [InlineData("expires_hour = 9000000000000000")]
    public async Task A_counter_edited_at_rest_is_not_counted_on(string edit)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var counter = new RowKey(Table.UseCounters, "u");
        await ledger.RecordAsync(new Command([new Change.CountUp(counter, 1, ledger.Time.Now.AddHours(5))], []));
        Database.Run(ledger.DataDirectory, $"UPDATE rows_use_counters SET {edit}");

        await FluentActions.Awaiting(() => ledger.RecordAsync(new Command([new Change.CountUp(counter, 1)], [])))
            .Should().ThrowAsync<InvalidDataException>("a use already spent is not given back by editing a number");
        (await ledger.RecordAsync(resident, Entries.Created())).Seq.Should().Be(0);
    }

    private static async Task<Row?> FindAsync(TestLedger ledger, RowKey key) =>
        await ledger.Recorder.Rows.FindAsync(key, TestContext.Current.CancellationToken);
}
