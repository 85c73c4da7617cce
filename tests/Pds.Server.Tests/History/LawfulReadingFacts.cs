using Google.Protobuf.WellKnownTypes;
using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.History;

/// <summary>
/// T5: what a law forbids to tell a resident of stands in her history, is counted, and opens when the time is over; two organisations enter it.
/// </summary>
[Trait("Feature", "T5")]
public sealed class LawfulReadingFacts : IAsyncLifetime
{
    private const string Service = "/pds.v1.DisclosureService/";
    private readonly ShiftedTime time = new();
    private City city = null!;
    private Story story = null!;
    private TestOrganization board = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(options => options.HeadsSeconds = 1, time);
        story = await Story.PlayAsync(city);
        board = await city.EnrollNamedAsync("むつ市 データ利用審査会");
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task She_sees_its_place_and_counts_it_and_her_history_is_whole_with_it()
    {
        await EnterAsync();

        var shown = (await EntriesAsync()).Single(entry => entry.Body.IsEmpty);
        (shown.BodyKey.Length, shown.BodyMac.Length).Should().Be((0, 32));
        (await UsesAsync()).HiddenByLaw.Should().Be(1);
        using var device = await DeviceAsync();
        var whole = await WholeAsync(device);
        whole.HiddenByLaw.Should().Be(1);
        whole.HiddenNotice.Should().Be("法令によりお知らせできない記録が 1 件あります。");
        whole.Covered.Should().Be((await EntriesAsync()).Count, "it is counted with the others");
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task When_its_time_is_over_she_reads_it_and_it_is_the_entry_that_stood_there()
    {
        await EnterAsync(TimeSpan.FromMinutes(10));
        var hidden = (await EntriesAsync()).Single(entry => entry.Body.IsEmpty);

        time.Shift = TimeSpan.FromMinutes(11);

        var lawful = (await Recorder.ReadChainAsync(Chain, -1, 1000, new Reader.Owner(), Stop).ToListAsync(Stop)).Single(entry => entry.Entry is LawfulReading);
        ((LawfulReading)lawful.Entry).IsHidden(Recorder.Clock.GetUtcNow()).Should().BeFalse();
        Commitment.BodyMac(lawful.BodyKey, lawful.Body).Should().Equal(hidden.BodyMac.ToByteArray());
        var shown = Pds.Server.Mapping.HeadsMap.ToWire(lawful, Recorder.Clock.GetUtcNow());
        LedgerEntry.TryParse(shown.Body.Span, out var body).Should().BeTrue();
        body.Should().BeOfType<LawfulReading>().Which.Recipient.Should().Be("見本地方検察庁");
    }

    [Fact]
    public async Task Nothing_is_entered_before_the_board_confirms_and_nobody_else_can()
    {
        var size = (await EntriesAsync()).Count;
        var proposed = await ProposeAsync();
        var confirm = new ConfirmLawfulReadingRequest { LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId() };

        (await EntriesAsync()).Should().HaveCount(size);
        foreach (var other in new Actor[] { city.Steward, story.Hospital, story.Hanako })
        {
            (await other.AskAsync(Service + "ConfirmLawfulReading", confirm)).Reason.Should().Be("PERMISSION_DENIED");
        }

        (await board.AskAsync(Service + "ProposeLawfulReading", city.LawfulReadingOf(story.Hanako))).Reason.Should().Be("PERMISSION_DENIED");
        (await story.Hanako.AskAsync(Service + "ListLawfulReadings", new ListLawfulReadingsRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await board.CallAsync<ListLawfulReadingsResponse>(Service + "ListLawfulReadings", new ListLawfulReadingsRequest()))
            .LawfulReadings.Should().ContainSingle().Which.Should().Be(proposed);
        await board.CallAsync<ConfirmLawfulReadingResponse>(Service + "ConfirmLawfulReading", confirm);
        await board.CallAsync<ConfirmLawfulReadingResponse>(Service + "ConfirmLawfulReading", confirm);
        (await EntriesAsync()).Should().HaveCount(size + 1, "a repeat enters nothing");
        confirm.RequestId = Actor.NewRequestId();
        (await board.AskAsync(Service + "ConfirmLawfulReading", confirm)).Reason.Should().Be("NOT_FOUND", "it is used up");
    }

    [Fact]
    public async Task Bad_proposals_are_refused_by_the_member_at_fault()
    {
        var bad = new (Action<ProposeLawfulReadingRequest> Bend, string Reason, string Field)[]
        {
            (r => r.ResidentId = ResidentId.New().ToString(), "NOT_FOUND", "resident_id"),
            (r => r.ResidentId = "x", "INVALID_ARGUMENT", "resident_id"),
            (r => r.LegalBasisJa = "", "INVALID_ARGUMENT", "legal_basis_ja"),
            (r => r.LegalBasisJa = new string('条', 201), "INVALID_ARGUMENT", "legal_basis_ja"),
            (r => r.AuthorityJa = "a\nb", "INVALID_ARGUMENT", "authority_ja"),
            (r => r.RecipientJa = "", "INVALID_ARGUMENT", "recipient_ja"),
            (r => r.HiddenUntil = null, "INVALID_ARGUMENT", "hidden_until"),
            (r => r.HiddenUntil = DateTimeOffset.UtcNow.AddMinutes(-1).ToTimestamp(), "INVALID_ARGUMENT", "hidden_until"),
            (r => r.HiddenUntil = DateTimeOffset.UtcNow.AddDays(367).ToTimestamp(), "INVALID_ARGUMENT", "hidden_until"),
        };
        foreach (var (bend, reason, field) in bad)
        {
            var request = city.LawfulReadingOf(story.Hanako);
            bend(request);
            var answer = await city.Steward.AskAsync(Service + "ProposeLawfulReading", request);
            answer.Reason.Should().Be(reason, field);
            answer.Status.ToString().Should().Contain(reason);
        }

        (await board.AskAsync(Service + "ConfirmLawfulReading", new ConfirmLawfulReadingRequest
        {
            LawfulReadingId = LawfulReadingId.New().ToString(), RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task What_waited_until_there_is_nothing_left_to_hide_is_not_entered()
    {
        var proposed = await ProposeAsync(TimeSpan.FromSeconds(1));
        time.Shift = TimeSpan.FromSeconds(5);

        (await board.AskAsync(Service + "ConfirmLawfulReading", new ConfirmLawfulReadingRequest
        {
            LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("MOVE_NOT_ALLOWED");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Recorder Recorder => city.Server.Roles.Recorder;

    private ChainId Chain => ResidentId.TryParse(story.Hanako.ResidentId, out var id) ? ChainId.Resident(id) : throw new InvalidOperationException();

    private async Task EnterAsync(TimeSpan? hidden = null)
    {
        var proposed = await ProposeAsync(hidden);
        await board.CallAsync<ConfirmLawfulReadingResponse>(Service + "ConfirmLawfulReading", new ConfirmLawfulReadingRequest
        {
            LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId(),
        });
    }

    private Task<ProposedLawfulReading> ProposeAsync(TimeSpan? hidden = null) =>
        city.Steward.CallAsync<ProposedLawfulReading>(Service + "ProposeLawfulReading", city.LawfulReadingOf(story.Hanako, hidden));

    private async Task<IReadOnlyList<ShownEntry>> EntriesAsync() => (await story.Hanako.CallAsync<ListEntriesResponse>(
        "/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { PageSize = 500 })).Entries;

    private Task<ListUsesResponse> UsesAsync() => story.Hanako.CallAsync<ListUsesResponse>(Service + "ListUses", new ListUsesRequest());

    private async Task<ResidentDevice> DeviceAsync()
    {
        using var key = story.Hanako.Key.Export();
        return await ResidentDevice.OpenAsync(
            new CityAddress(city.Address, city.CityCaFile), Es256Key.Import(key.Span), story.Hanako.ResidentId, cancellationToken: Stop);
    }

    private async Task<HistoryCheck.Whole> WholeAsync(ResidentDevice device)
    {
        for (var tries = 0; ; tries++)
        {
            await Recorder.Heads.EnterAsync(Stop);
            if (await device.CheckHistoryAsync(cancellationToken: Stop) is HistoryCheck.Whole { Later: 0 } whole)
            {
                return whole;
            }

            tries.Should().BeLessThan(100, "an epoch is one second");
            await Task.Delay(200, Stop);
        }
    }
}
