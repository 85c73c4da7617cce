using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>T5 on the resident's device: an entry that a law hides keeps its place and its count, and hides for no longer than a law may.</summary>
[Trait("Feature", "T5")]
public sealed class HiddenEntries : IDisposable
{
    private readonly TinyOperator _operator = new();
    private readonly ResidentId _hanako = ResidentId.New();

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task A_history_with_a_hidden_entry_is_whole_and_says_how_many_are_hidden()
    {
        var heads = PlayAndPublish();

        var whole = (await CheckAsync(heads, Hide)).Should().BeOfType<HistoryCheck.Whole>().Subject;

        (whole.Covered, whole.HiddenByLaw).Should().Be((3, 1));
        whole.HiddenNotice.Should().Contain("1 件");
        ((HistoryCheck.Whole)await CheckAsync(heads, _ => { })).HiddenNotice.Should().BeNull();
    }

    [Fact]
    public async Task Another_entry_in_the_place_of_a_hidden_one_is_noticed()
    {
        var heads = PlayAndPublish();

        (await CheckAsync(heads, entry =>
        {
            Hide(entry);
            entry.BodyMac = ByteString.CopyFrom(RandomSource.Bytes(32));
        })).Should().BeOfType<HistoryCheck.Broken>();
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task An_entry_neither_shown_nor_hidden_is_no_entry()
    {
        var heads = PlayAndPublish();
        foreach (var bend in new Action<ShownEntry>[]
        {
            entry => entry.BodyMac = ByteString.CopyFrom(new byte[32]),
            entry => entry.Body = ByteString.Empty,
            entry => entry.BodyKey = ByteString.Empty,
            entry => { Hide(entry); entry.BodyMac = ByteString.CopyFrom(new byte[31]); },
            entry => { Hide(entry); entry.BodyMac = ByteString.Empty; },
        })
        {
            (await CheckAsync(heads, bend)).Should().BeOfType<HistoryCheck.Broken>().Which.Defect.Should().Be(HistoryDefect.HistoryIncomplete);
        }
    }

    [Fact]
    public async Task One_hidden_for_longer_than_a_law_may_is_noticed()
    {
        _operator.Hour = 24 * 365;
        (await CheckAsync(PlayAndPublish(), Hide)).Should().BeOfType<HistoryCheck.Whole>();
        _operator.Hour = 24 * 368;

        (await CheckAsync(_operator.PublishHeads(), Hide)).Should().BeOfType<HistoryCheck.Broken>().Which.Defect.Should().Be(HistoryDefect.HiddenTooLong);
    }

    public void Dispose() => _operator.Dispose();

    private TinyHeads PlayAndPublish()
    {
        var chain = TinyOperator.ChainOf(_hanako);
        _operator.Append("operator", new LedgerStarted(TinyOperator.Start, TinyOperator.Origin, "vkey"));
        _operator.Append(chain, new ResidentCreated(TinyOperator.Start));
        _operator.Append(chain, new LawfulReading(
            TinyOperator.Start, LawfulReadingId.New(), "刑事訴訟法197条2項", "第1号", "見本地方検察庁", TinyOperator.Start.AddDays(90), OrganizationId.New(),
            OrganizationId.New()));
        _operator.Append(chain, new DeviceEnrolled(TinyOperator.Start, "jkt"));
        return _operator.PublishHeads();
    }

    private static void Hide(ShownEntry entry)
    {
        entry.BodyMac = ByteString.CopyFrom(Commitment.BodyMac(entry.BodyKey.Span, entry.Body.Span));
        entry.Body = entry.BodyKey = ByteString.Empty;
    }

    private Task<HistoryCheck> CheckAsync(TinyHeads heads, Action<ShownEntry> bend) => _operator.DeviceOf(_hanako, heads, [], answer =>
    {
        if (answer is ListEntriesResponse shown)
        {
            // A copy: what the operator holds stays as it is.
            var page = shown.Clone();
            answer = page;
            foreach (var entry in page.Entries.Where(entry => LedgerEntry.TryParse(entry.Body.Span, out var body) && body is LawfulReading))
            {
                bend(entry);
            }
        }

        return answer;
    }).RunAsync(null, default);
}
