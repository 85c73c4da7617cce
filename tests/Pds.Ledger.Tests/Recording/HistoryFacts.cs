namespace Pds.Ledger.Tests.Recorders;

/// <summary>Opening somebody's history is an act of its own, unless it is one's own.</summary>
public sealed class HistoryFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());

    [Fact]
    public async Task A_residents_own_reading_leaves_no_entry()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        var before = ledger.Recorder.Latest.Size;

        await ledger.ReadAsync(resident, new Reader.Owner());

        ledger.Recorder.Latest.Size.Should().Be(before);
    }

    [Fact]
    public async Task Staff_reading_is_durable_before_the_first_entry_is_shown()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        await using var reading = ledger.Recorder.ReadChainAsync(
            resident, -1, 10, new Reader.Staff("staff-7", "complaint 12"), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reading.MoveNextAsync();

        var read = (await ledger.ReadAsync(resident)).Last().Entry.Should().BeOfType<HistoryRead>().Subject;
        (read.Reader, read.Role, read.Reason, read.FirstSeq, read.Limit).Should().Be(("staff-7", "staff", "complaint 12", 0, 10));
    }

    [Fact]
    public async Task An_auditors_reading_is_an_entry_of_the_chain_read()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(resident, Entries.Created());

        var seen = await ledger.ReadAsync(resident, new Reader.Auditor("mandate-3", "yearly audit"));

        seen.Last().Entry.Should().BeOfType<HistoryRead>().Which.Role.Should().Be("auditor");
    }

    [Fact]
    public async Task When_the_reading_cannot_be_entered_nothing_is_shown()
    {
        await using var ledger = new TestLedger { InjectFaults = true };
        await ledger.OpenAsync();
        await ledger.RecordAsync(resident, Entries.Created());
        ledger.Faults!.FailAt = WriterStep.BeforeCommit;

        var act = () => ledger.ReadAsync(resident, new Reader.Staff("staff-7", "complaint 12"));

        await act.Should().ThrowAsync<LedgerUnavailableException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(200)]
    public async Task A_place_in_a_chain_is_found_by_time_and_nothing_entered_since_lies_before_it(int length)
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        for (var entry = 0; entry < length; entry++)
        {
            ledger.Time.Now = Entries.At.AddMinutes(entry);
            await ledger.RecordAsync(resident, new ReferenceIssued(ledger.Time.Now, ResidentRef.New(), Entries.Hospital));
        }

        var chain = await ledger.ReadAsync(resident);
        foreach (var at in Enumerable.Range(-2, length + 4).Select(minute => Entries.At.AddMinutes(minute)))
        {
            var before = ledger.Recorder.SeqBefore(resident, at);
            var expected = chain.Where(entry => entry.Entry.At >= at).Select(entry => entry.Seq).DefaultIfEmpty(length).Min() - 1;
            before.Should().Be(expected, "{0} has {1} entries a minute apart", at, length);
        }

        ledger.Recorder.SeqBefore(ChainId.Resident(ResidentId.New()), Entries.At).Should().Be(-1);
    }

    [Fact]
    public async Task A_chain_that_does_not_exist_reads_as_empty()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        (await ledger.ReadAsync(ChainId.Resident(ResidentId.New()))).Should().BeEmpty();
    }

    [Fact]
    public async Task Long_chains_are_read_in_order_from_any_place()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));
        await ledger.RecordAsync(new Command([], [.. Enumerable.Repeat(new EntryDraft(resident, Entries.Created()), 64)]));

        var tail = new List<long>();
        await foreach (var entry in ledger.Recorder.ReadChainAsync(resident, 20, 150, new Reader.Owner(), TestContext.Current.CancellationToken))
        {
            tail.Add(entry.Seq);
        }

        tail.Should().Equal(Enumerable.Range(21, 150).Select(seq => (long)seq));
    }
}
