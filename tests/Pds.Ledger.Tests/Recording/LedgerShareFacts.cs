using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>S_ledger: no entry, no key (promise 1); stop means stop (promise 2).</summary>
public sealed class LedgerShareFacts
{
    private readonly ChainId resident = ChainId.Resident(ResidentId.New());
    private readonly GrantId grant = GrantId.New();
    private readonly byte[] share = RandomSource.Bytes(LedgerShare.SizeBytes);

    [Fact]
    [Trait("Invariant", "I-04")]
    public async Task A_published_intent_releases_the_share_to_the_gate()
    {
        await using var ledger = await GrantedAsync();

        var done = await ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)));

        done.Entries[0].Checkpoint.Size.Should().BeGreaterThan(done.Entries[0].Index);
        Open(ledger, done.ShareForGate!, grant, done.Entries[0].Commitment).Should().Equal(share);
    }

    [Fact]
    public async Task The_released_share_opens_for_its_own_grant_intent_and_gate_only()
    {
        await using var ledger = await GrantedAsync();
        var done = await ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)));
        var intent = done.Entries[0].Commitment;
        using var other = HpkePrivateKey.Create();

        Open(ledger, done.ShareForGate!, GrantId.New(), intent).Should().BeNull();
        Open(ledger, done.ShareForGate!, grant, new byte[32]).Should().BeNull();
        using var elsewhere = LedgerShare.AtTheGate(ledger.Gate, "other.example/log");
        using var otherGate = LedgerShare.AtTheGate(other, TestLedger.Origin);
        LedgerShare.TryOpenAsGate(elsewhere, grant, intent, done.ShareForGate!, out _).Should().BeFalse();
        LedgerShare.TryOpenAsGate(otherGate, grant, intent, done.ShareForGate!, out _).Should().BeFalse();
    }

    [Fact]
    public async Task No_other_entry_releases_a_share()
    {
        await using var ledger = await GrantedAsync();

        foreach (var entry in Entries.OneOfEveryKind().Where(entry =>
            entry is not (DisclosureIntended or ConsentGranted or ConsentPaused or ConsentResumed or Cover or HeadsPublished or LedgerStarted or HistoryRead or HistoryErased)))
        {
            (await ledger.RecordAsync(Command.Of(resident, entry))).ShareForGate.Should().BeNull();
        }
    }

    [Fact]
    public async Task An_intent_that_fails_in_its_transaction_releases_nothing()
    {
        await using var ledger = await GrantedAsync(faults: true);
        ledger.Faults!.FailAt = WriterStep.BeforeCommit;

        var act = () => ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)));

        await act.Should().ThrowAsync<LedgerUnavailableException>();
    }

    [Fact]
    [Trait("Invariant", "I-01")]
    public async Task A_withdrawal_deletes_the_share_and_later_intents_conflict()
    {
        await using var ledger = await GrantedAsync();

        await ledger.RecordAsync(Command.Of(resident, new ConsentWithdrawn(Entries.At, grant, Entries.Hospital, null)));
        var conflict = await ledger.RefusedAsync(Command.Of(resident, Entries.Intended(grant)));

        (conflict.ChangeIndex, conflict.Kind).Should().Be((-1, ConflictKind.ShareAbsent));
        ledger.Store.ListRows(Table.LedgerShares, null, null, 0, 10).Should().BeEmpty();
    }

    [Theory]
    [InlineData("consent_expired")]
    [InlineData("consent_inapplicable")]
    public async Task Expiry_and_inapplicability_delete_the_share(string kind)
    {
        await using var ledger = await GrantedAsync();
        LedgerEntry end = kind == "consent_expired"
            ? new ConsentExpired(Entries.At, grant, Entries.Hospital)
            : new ConsentInapplicable(Entries.At, grant, Entries.Hospital, "purpose x@1");

        await ledger.RecordAsync(Command.Of(resident, end));

        (await ledger.RefusedAsync(Command.Of(resident, Entries.Intended(grant)))).Kind.Should().Be(ConflictKind.ShareAbsent);
    }

    [Fact]
    public async Task A_pause_withholds_the_share_and_a_resumption_restores_it()
    {
        await using var ledger = await GrantedAsync();

        await ledger.RecordAsync(Command.Of(resident, new ConsentPaused(Entries.At, grant, Entries.Hospital, null)));
        var paused = await ledger.RefusedAsync(Command.Of(resident, Entries.Intended(grant)));
        await ledger.RecordAsync(Command.Of(resident, new ConsentResumed(Entries.At, grant, Entries.Hospital, null)));
        var resumed = await ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)));

        paused.Kind.Should().Be(ConflictKind.ShareWithheld);
        Open(ledger, resumed.ShareForGate!, grant, resumed.Entries[0].Commitment).Should().Equal(share);
    }

    [Fact]
    public async Task A_withdrawal_of_a_grant_without_share_is_never_refused()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        await ledger.RecordAsync(Command.Of(resident, new ConsentWithdrawn(Entries.At, grant, Entries.Hospital, null)));

        (await ledger.ReadAsync(resident)).Should().ContainSingle();
    }

    [Fact]
    public async Task An_intent_without_a_grant_conflicts()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        (await ledger.RefusedAsync(Command.Of(resident, Entries.Intended(grant)))).Kind.Should().Be(ConflictKind.ShareAbsent);
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_share_sealed_for_another_grant_is_unreadable_and_grants_nothing()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        var conflict = await ledger.RefusedAsync(Command.Of(resident, Entries.Granted(grant, Sealed(ledger, GrantId.New()))));

        conflict.Kind.Should().Be(ConflictKind.ShareUnreadable);
        (await ledger.ReadAsync(resident)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_grant_cannot_be_recorded_twice_or_without_its_share()
    {
        await using var ledger = await GrantedAsync();

        (await ledger.RefusedAsync(Command.Of(resident, Entries.Granted(grant, Sealed(ledger, grant))))).Kind.Should().Be(ConflictKind.Exists);
        await FluentActions.Awaiting(() => ledger.RecordAsync(Command.Of(resident, Entries.Granted(GrantId.New(), null)))).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_published_intent_releases_again_for_a_resumed_call_until_the_withdrawal()
    {
        await using var ledger = await GrantedAsync();
        var intent = (await ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)))).Entries[0];
        await ledger.ReopenAsync();

        var again = await ReleaseAgainAsync(ledger, resident, grant, intent.Index);
        await ledger.RecordAsync(Command.Of(resident, new ConsentWithdrawn(Entries.At, grant, Entries.Hospital, null)));
        var after = await ReleaseAgainAsync(ledger, resident, grant, intent.Index);

        var done = again.Should().BeOfType<Recording.Done>().Subject;
        Open(ledger, done.ShareForGate!, grant, intent.Commitment).Should().Equal(share);
        after.Should().BeOfType<Recording.Conflict>().Which.Kind.Should().Be(ConflictKind.ShareAbsent);
    }

    [Fact]
    public async Task What_is_no_published_intent_of_the_grant_releases_nothing_again()
    {
        await using var ledger = await GrantedAsync();
        var intent = (await ledger.RecordAsync(Command.Of(resident, Entries.Intended(grant)))).Entries[0];
        var created = await ledger.RecordAsync(resident, Entries.Created());

        (ChainId Chain, GrantId Grant, long Index)[] wrong =
            [(resident, GrantId.New(), intent.Index), (ChainId.Operator, grant, intent.Index), (resident, grant, created.Index), (resident, grant, 10_000)];
        foreach (var (chain, named, index) in wrong)
        {
            (await ReleaseAgainAsync(ledger, chain, named, index)).Should().BeOfType<Recording.Conflict>();
        }
    }

    [Fact]
    [Trait("Invariant", "I-01")]
    public async Task In_races_of_intents_with_a_withdrawal_every_released_share_has_its_intent_before_the_withdrawal()
    {
        await using var ledger = await TestLedger.OpenNewAsync();

        for (var round = 0; round < 25; round++)
        {
            var racing = GrantId.New();
            await ledger.RecordAsync(Command.Of(resident, Entries.Granted(racing, Sealed(ledger, racing))));
            var intents = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
                await ledger.Recorder.RecordAsync(Command.Of(resident, Entries.Intended(racing)), TestContext.Current.CancellationToken))).ToList();
            var withdrawal = await Task.Run(() => ledger.RecordAsync(resident, new ConsentWithdrawn(Entries.At, racing, Entries.Hospital, null)));

            foreach (var done in (await Task.WhenAll(intents)).OfType<Recording.Done>())
            {
                done.Entries[0].Index.Should().BeLessThan(withdrawal.Index);
            }
        }
    }

    private async Task<TestLedger> GrantedAsync(bool faults = false)
    {
        var ledger = new TestLedger { InjectFaults = faults };
        await ledger.OpenAsync();
        await ledger.RecordAsync(Command.Of(resident, Entries.Granted(grant, Sealed(ledger, grant))));
        return ledger;
    }

    private byte[] Sealed(TestLedger ledger, GrantId to)
    {
        using var secret = SecretBytes.CopyOf(share);
        return LedgerShare.SealForRecorder(ledger.Recorder.PublicKey, TestLedger.Origin, to, secret);
    }

    private static byte[]? Open(TestLedger ledger, byte[] sealedShare, GrantId grant, byte[] intent)
    {
        using var fromRecorder = LedgerShare.AtTheGate(ledger.Gate, TestLedger.Origin);
        if (!LedgerShare.TryOpenAsGate(fromRecorder, grant, intent, sealedShare, out var secret))
        {
            return null;
        }

        using (secret)
        {
            return secret.Span.ToArray();
        }
    }

    private static async Task<Recording> ReleaseAgainAsync(TestLedger ledger, ChainId chain, GrantId grant, long index) =>
        await ledger.Recorder.ReleaseAgainAsync(chain, grant, index, TestContext.Current.CancellationToken);
}
