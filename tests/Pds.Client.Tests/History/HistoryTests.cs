using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Use = Pds.Protocol.V1.Use;

namespace Pds.Client.Tests;

/// <summary>
/// An operator that holds every key and hides one disclosure from one resident, or shows two people two things, is caught by her device. Steps
/// as in the README.
/// </summary>
public sealed class HistoryTests : IDisposable
{
    private readonly TinyOperator _operator = new();
    private readonly ResidentId _hanako = ResidentId.New();
    private readonly ResidentId _taro = ResidentId.New();
    private readonly OrganizationId _hospital = OrganizationId.New();
    private readonly GrantId _grant = GrantId.New();

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task A_whole_history_is_whole_and_the_next_check_goes_on_from_it()
    {
        var uses = TwoUses();
        var first = (await CheckAsync(_operator.PublishHeads(), uses)).Should().BeOfType<HistoryCheck.Whole>().Subject;
        var more = uses.Append(UseOnce()).ToList();
        _operator.Hour++;

        var second = (await CheckAsync(_operator.PublishHeads(), more, first.Seen)).Should().BeOfType<HistoryCheck.Whole>().Subject;

        (first.Covered, first.Later, first.Heads.Epoch).Should().Be((5, 0, second.Heads.Epoch - 1));
        (second.Covered, second.Later).Should().Be((7, 0));
        SeenHistory.TryParse(second.Seen.ToJson(), out var kept).Should().BeTrue();
        kept.Should().BeEquivalentTo(second.Seen);
        kept!.LabelKey.Should().Equal(first.Seen.LabelKey);
    }

    [Fact]
    public async Task Entries_since_the_epoch_are_counted_apart_and_may_be_listed_already()
    {
        var uses = TwoUses();
        var heads = _operator.PublishHeads();
        uses.Add(UseOnce());

        var whole = (await CheckAsync(heads, uses)).Should().BeOfType<HistoryCheck.Whole>().Subject;

        (whole.Covered, whole.Later).Should().Be((5, 2));
    }

    [Fact]
    public async Task Before_the_first_epoch_and_before_her_first_entry_there_is_nothing_to_check_yet()
    {
        (await CheckAsync(null, [])).Should().BeOfType<HistoryCheck.NotYet>();
        _operator.Append(TinyOperator.ChainOf(_taro), new ResidentCreated(TinyOperator.Start));
        var heads = _operator.PublishHeads();
        _operator.Append(TinyOperator.ChainOf(_hanako), new ResidentCreated(TinyOperator.Start));

        (await CheckAsync(heads, [])).Should().BeOfType<HistoryCheck.NotYet>();
    }

    [Fact]
    public async Task Step_1_a_root_that_the_log_does_not_hold_is_refused()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());

        var check = await CheckAsync(heads, uses, lie: answer =>
        {
            if (answer is GetHeadProofResponse proof)
            {
                var forged = _operator.EvidenceOf("heads", heads.Entry);
                forged.Commitment = Google.Protobuf.ByteString.CopyFrom(RandomSource.Bytes(32));
                proof.Heads = forged;
            }

            return answer;
        });

        Broken(check, HistoryDefect.HeadsNotProved);
    }

    [Fact]
    public async Task Step_1_another_kind_of_entry_is_no_heads_entry()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());
        var other = _operator.Append("heads", new Cover(TinyOperator.Start));

        var check = await CheckAsync(heads, uses, lie: answer =>
        {
            if (answer is GetHeadProofResponse proof)
            {
                proof.Heads = _operator.EvidenceOf("heads", other);
            }

            return answer;
        });

        Broken(check, HistoryDefect.HeadsNotProved);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Step_2_a_log_of_another_history_is_a_fork_with_both_checkpoints()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;
        using var fork = new TinyOperator(_operator);
        Fill(fork, TinyOperator.ChainOf(_hanako), 30);

        var check = await fork.DeviceOf(_hanako, fork.PublishHeads()).RunAsync(seen, default);

        Broken(check, HistoryDefect.LogForked).Fork!.KnownCheckpoint.Should().Be(seen.Checkpoint);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Step_3_two_roots_for_two_residents_are_told_apart_by_what_everybody_sees()
    {
        var uses = TwoUses();
        Fill(_operator, TinyOperator.ChainOf(_taro), 3);
        var forHanako = _operator.PublishHeads((chain, head) =>
            chain == TinyOperator.ChainOf(_hanako) ? _operator.Chains[chain][^2] : head);
        var forTaro = _operator.PublishHeads(seq: 0);
        _operator.Chains[TinyOperator.ChainOf(_hanako)].RemoveAt(4);

        // Both roots are in the log, and each resident's own proof verifies; the heads chain has room for one.
        var everybodySees = _operator.Chains["heads"].Single();
        everybodySees.Index.Should().Be(forHanako.Entry.Index);
        Broken(await _operator.DeviceOf(_taro, forTaro).RunAsync(null, default), HistoryDefect.HeadsForked);

        _operator.Chains["heads"][0] = forTaro.Entry;
        Broken(await CheckAsync(forHanako, uses), HistoryDefect.HeadsForked);
    }

    [Fact]
    public async Task Step_3_two_entries_for_one_hour_are_seen()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;
        var again = _operator.PublishHeads();

        Broken(await CheckAsync(again, uses, seen), HistoryDefect.HeadsForked);
    }

    [Fact]
    public async Task Step_3_an_hour_left_out_in_silence_is_seen()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;
        _operator.Hour += 2;

        Broken(await CheckAsync(_operator.PublishHeads(), uses, seen), HistoryDefect.HeadsForked);
    }

    [Fact]
    public async Task Step_3_a_heads_chain_rewritten_since_the_last_check_is_seen()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;
        _operator.Chains["heads"].Clear();
        var rewritten = _operator.PublishHeads();

        Broken(await CheckAsync(rewritten, uses, seen), HistoryDefect.HeadsForked);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Step_4_a_head_that_is_not_under_the_root_is_refused()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());
        var before = _operator.Chains[TinyOperator.ChainOf(_hanako)][^2];
        ReadEntry.TryRead(before, TinyOperator.ChainOf(_hanako), before.Seq, null, out var cut).Should().BeTrue();

        foreach (var lie in new Action<GetHeadProofResponse>[]
        {
            proof => proof.Head = new Protocol.V1.CommittedHead { Seq = cut!.Seq, Commitment = Google.Protobuf.ByteString.CopyFrom(cut.Commitment) },
            proof => proof.Head.Seq--,
            proof => proof.ClearFound(),
            proof => proof.Other = new OtherHead(),
            proof => proof.Siblings.Add(Google.Protobuf.ByteString.CopyFrom(new byte[32])),
            proof => proof.Siblings.Add(Google.Protobuf.ByteString.CopyFromUtf8("short")),
        })
        {
            Broken(await CheckAsync(heads, uses, lie: answer => Bend(answer, lie)), HistoryDefect.HeadNotCovered);
        }
    }

    [Fact]
    public async Task Step_4_a_proof_that_is_withheld_once_it_was_given_is_noticed()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;

        Broken(await CheckAsync(null, [], seen), HistoryDefect.HeadNotCovered);
    }

    [Fact]
    public async Task Step_4_an_entry_cut_off_before_the_heads_were_taken_is_noticed_when_it_is_shown()
    {
        var uses = TwoUses();
        var heads = _operator.PublishHeads((chain, head) => chain == TinyOperator.ChainOf(_hanako) ? _operator.Chains[chain][^2] : head);

        Broken(await CheckAsync(heads, uses), HistoryDefect.HeadNotCovered);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Step_5_the_last_entry_left_out_is_noticed()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());
        _operator.Chains[TinyOperator.ChainOf(_hanako)].RemoveAt(4);

        var broken = Broken(await CheckAsync(heads, uses), HistoryDefect.HistoryIncomplete);

        broken.Shown.Should().StartWith("3:");
        broken.Committed.Should().StartWith("4:");
        TlogProof.TryParse(broken.Evidence!, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Invariant", "I-26")]
    public async Task Step_5_an_entry_left_out_in_the_middle_is_noticed(int seq)
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());
        _operator.Chains[TinyOperator.ChainOf(_hanako)].RemoveAt(seq);

        Broken(await CheckAsync(heads, uses), HistoryDefect.HistoryIncomplete);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Step_5_another_last_entry_is_a_fork_of_her_chain()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());
        var chain = TinyOperator.ChainOf(_hanako);
        _operator.Chains[chain][4] = _operator.Append(chain, new ConsentPaused(TinyOperator.Start, _grant, _hospital, null), 4);

        Broken(await CheckAsync(heads, uses), HistoryDefect.HistoryForked);
    }

    [Fact]
    public async Task Step_5_a_history_rewritten_since_the_last_check_is_noticed_even_when_everybody_is_told_the_same()
    {
        var uses = TwoUses();
        var seen = ((HistoryCheck.Whole)await CheckAsync(_operator.PublishHeads(), uses)).Seen;
        var chain = TinyOperator.ChainOf(_hanako);
        _operator.Chains[chain].RemoveRange(3, 2);
        Fill(_operator, chain, 4);
        _operator.Hour++;

        Broken(await CheckAsync(_operator.PublishHeads(), [uses[0]], seen), HistoryDefect.HistoryForked);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Step_6_a_use_that_is_not_listed_is_noticed()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());

        Broken(await CheckAsync(heads, [uses[0]]), HistoryDefect.UsesDiffer).Committed.Should().Be(uses[1].Evidence.Index.ToString());
        Broken(await CheckAsync(heads, []), HistoryDefect.UsesDiffer);
    }

    [Fact]
    public async Task Step_6_a_use_that_is_told_differently_is_noticed()
    {
        var (uses, heads) = (TwoUses(), _operator.PublishHeads());

        foreach (var lie in new Action<Use>[]
        {
            use => use.Recipient = OrganizationId.New().ToString(),
            use => use.GrantId = GrantId.New().ToString(),
            use => use.Fields.Clear(),
            use => use.Outcome = UseOutcome.Stopped,
            use => use.Evidence = null,
            use => use.Evidence.Index = 1,
        })
        {
            var told = uses.Select(use => use.Clone()).ToList();
            lie(told[1]);
            Broken(await CheckAsync(heads, told), HistoryDefect.UsesDiffer);
        }

        Broken(await CheckAsync(heads, [.. uses, uses[0]]), HistoryDefect.UsesDiffer);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"v":1}""")]
    public void What_was_kept_is_read_strictly(string json) =>
        SeenHistory.TryParse(System.Text.Encoding.UTF8.GetBytes(json), out _).Should().BeFalse();

    public void Dispose() => _operator.Dispose();

    private Task<HistoryCheck> CheckAsync(
        TinyHeads? heads, IReadOnlyList<Use> uses, SeenHistory? seen = null, Func<object, object>? lie = null) =>
        _operator.DeviceOf(_hanako, heads, uses, lie).RunAsync(seen, default);

    private static HistoryCheck.Broken Broken(HistoryCheck check, HistoryDefect defect)
    {
        var broken = check.Should().BeOfType<HistoryCheck.Broken>().Subject;
        broken.Defect.Should().Be(defect);
        broken.Message.Should().NotBeEmpty();
        return broken;
    }

    private static object Bend(object answer, Action<GetHeadProofResponse> lie)
    {
        if (answer is GetHeadProofResponse proof)
        {
            lie(proof);
        }

        return answer;
    }

    /// <summary>Her chain begins with her vault and has two uses: five entries.</summary>
    private List<Use> TwoUses()
    {
        _operator.Append("operator", new LedgerStarted(TinyOperator.Start, TinyOperator.Origin, "vkey"));
        _operator.Append(TinyOperator.ChainOf(_hanako), new ResidentCreated(TinyOperator.Start));
        return [UseOnce(), UseOnce()];
    }

    private Use UseOnce()
    {
        var chain = TinyOperator.ChainOf(_hanako);
        var intent = _operator.Append(chain, new DisclosureIntended(
            TinyOperator.Start, _grant, _hospital, "hospital-booking@1", "RequestData", RandomSource.Bytes(32), RandomSource.Bytes(32), ["name"], []));
        ReadEntry.TryRead(intent, chain, intent.Seq, null, out var read).Should().BeTrue();
        _operator.Append(chain, new Disclosed(TinyOperator.Start, _grant, _hospital, read!.Commitment, RandomSource.Bytes(32), 1, ["name"]));
        return new Use
        {
            GrantId = _grant.ToString(),
            Recipient = _hospital.ToString(),
            Outcome = UseOutcome.Disclosed,
            Fields = { "name" },
            Evidence = _operator.EvidenceOf(chain, intent),
        };
    }

    private void Fill(TinyOperator one, string chain, int count)
    {
        for (var n = 0; n < count; n++)
        {
            one.Append(chain, new ConsentPaused(TinyOperator.Start, _grant, _hospital, null));
        }
    }
}
