using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests;

/// <summary>
/// Promise 1 and 3: here the decision is replaced by "yes" to everything, and the keys alone hold. What a recipient may not have still does
/// not open, because there is no key to open it with.
/// </summary>
[Trait("Invariant", "I-11")]
[Trait("Feature", "D11")]
public sealed class PatchedGate : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;
    private Given given = null!;
    private RequestData yes = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        yes = city.NewRequestData(SayYes);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    public async Task A_gate_that_says_yes_gives_what_was_consented()
    {
        var outcome = await yes.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Given>("the patched gate works, or the tests beside this one would prove nothing");
    }

    [Theory]
    [InlineData("address")]
    [InlineData("birth_date")]
    [InlineData("sex")]
    public async Task A_field_not_consented_to_has_no_key(string field)
    {
        var outcome = await yes.RunAsync(given.Ask("name", field), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Refused>();
        (await city.ChainAsync(resident)).Select(entry => entry.Entry).OfType<Disclosed>().Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_recipients_share_nothing_opens()
    {
        var wrong = given.Ask(new Asking { Fields = ["name"], Share = RandomSource.Bytes(32) });
        var missing = given.Ask("name") with { SealedShare = ReadOnlyMemory<byte>.Empty };
        var otherCall = given.Ask("name") with { SealedShare = given.Ask("name", "sex").SealedShare };

        foreach (var input in new[] { wrong, missing, otherCall })
        {
            (await yes.RunAsync(input, city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Refused>();
        }
    }

    [Fact]
    public async Task After_a_withdrawal_nothing_opens_even_with_the_recipients_share()
    {
        await city.WithdrawAsync(given);

        var outcome = await yes.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Refused>();
        foreach (var table in new[] { Table.GateShares, Table.LedgerShares, Table.Capsules })
        {
            (await city.Rows.FindAsync(new RowKey(table, given.Id.ToString()), city.Stop)).Should().BeNull();
        }
    }

    [Fact]
    public async Task While_paused_the_ledger_share_is_withheld()
    {
        await city.SetStateAsync(given, GrantState.Paused);
        var paused = await yes.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);
        await city.SetStateAsync(given, GrantState.Active);
        var resumed = await yes.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        paused.Should().BeOfType<RequestDataOutcome.Refused>();
        resumed.Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    public async Task A_foreign_caller_with_the_whole_receipt_has_no_share()
    {
        // The shop stole the hospital's receipt and share ciphertext; it can sign only with its own key and open nothing.
        var stolen = given.Ask(new Asking { Fields = ["name"], Signer = city.Shop.CallKey, Share = given.SealedShare[..32] });

        (await yes.RunAsync(stolen, city.Shop.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Refused>();
    }

    [Fact]
    public async Task Without_a_published_intent_the_gate_cannot_open_with_all_the_rest_in_hand()
    {
        var input = given.Ask("name");
        var rest = await RestAsync(input);
        using var invented = SecretBytes.Random(32);

        foreach (var ledgerShare in new[] { [], RandomSource.Bytes(80), city.Gate.PublicKey.Seal([], [], invented.Span) })
        {
            city.Gate.TryOpen(rest with { SealedLedgerShare = ledgerShare }, out _).Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_ledger_share_released_for_one_intent_opens_under_no_other()
    {
        var input = given.Ask("name");
        var rest = await RestAsync(input);
        var (intent, share) = await PublishAsync();
        var (otherIntent, _) = await PublishAsync();

        city.Gate.TryOpen(rest with { IntentCommitment = intent.Commitment, SealedLedgerShare = share }, out var capsule).Should().BeTrue();
        capsule.Dispose();
        city.Gate.TryOpen(rest with { IntentCommitment = otherIntent.Commitment, SealedLedgerShare = share }, out _).Should().BeFalse();
    }

    [Fact]
    public async Task The_recorder_releases_a_share_for_an_intent_of_that_grant_only()
    {
        var other = await city.GiveAsync(resident, city.Shop, ["name"]);
        var rest = await RestAsync(given.Ask("name"));
        var (intent, share) = await PublishAsync(other);

        city.Gate.TryOpen(rest with { IntentCommitment = intent.Commitment, SealedLedgerShare = share }, out _).Should().BeFalse();
    }

    private static GateDecision SayYes(GateFacts facts) => new GateDecision.Allow([.. facts.Fields], DataRange.Unbounded);

    private async Task<GateOpening> RestAsync(RequestDataInput input) => new()
    {
        Binding = new GrantBinding(City.Origin, given.Id, given.Grant.Given!.ConsentDigest, given.Grant.Given.EncJkt),
        Resident = resident,
        GateShareWrap = (await city.Rows.FindAsync(Gate.KeyOf(given.Id), city.Stop))!.Body,
        Capsule = CapsuleRow.FromBytes((await city.Rows.FindAsync(CapsuleRow.KeyOf(given.Id), city.Stop))!.Body),
        IntentCommitment = Sha256.Hash([1]),
        SealedLedgerShare = [],
        SealedRecipientShare = input.SealedShare,
        GateKid = input.GateKid,
        RequestSha256 = Sha256.Hash(input.Call.Span),
    };

    private async Task<(RecordedEntry Intent, byte[] Share)> PublishAsync(Given? of = null)
    {
        var grant = (of ?? given).Grant;
        var entry = new DisclosureIntended(
            city.Time.GetUtcNow(), grant.Id, grant.Recipient, grant.Purpose.ToString(), City.Method, Sha256.Hash([2]), Sha256.Hash([3]), ["name"], []);
        var done = (await city.Recorder.RecordAsync(Command.Of(ChainId.Resident(resident), entry), city.Stop))
            .Should().BeOfType<Recording.Done>().Subject;
        return (done.Entries[0], done.ShareForGate!);
    }
}
