using Pds.Consent;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Hosting;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Erasure;

/// <summary>
/// Data that left is a record a law keeps: the data goes at once, the history when its time is over and the clock may be trusted to say so.
/// </summary>
[Trait("Invariant", "I-34")]
public sealed class KeptHistory : IAsyncLifetime
{
    private readonly ShiftedTime time = new();
    private City city = null!;
    private Story story = null!;
    private ConsentActs acts = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(wall: time);
        story = await Story.PlayAsync(city);
        acts = new ConsentActs(city.Server.Roles);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Code.Should().Be(0);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Feature", "Q8")]
    [Trait("Feature", "V8")]
    public async Task The_answer_tells_until_when_and_the_data_is_gone_already()
    {
        var erased = await story.Hanako.EraseAsync();

        var day = TokyoTime.DateOf(DateTimeOffset.UtcNow).AddYears(3);
        erased.HistoryExpireTime.ToDateTimeOffset().Should().BeOneOf(TokyoTime.EndOf(day), TokyoTime.EndOf(day.AddDays(-1)));
        (await Recorder.Rows.FindAsync(new RowKey(Table.ResidentKeys, story.Hanako.ResidentId), Stop)).Should().BeNull();
        (await Recorder.Rows.ListAllAsync(Table.Records, 0, 10, Stop)).Should().BeEmpty();
        (await Recorder.Rows.ListAllAsync(Table.Capsules, 0, 10, Stop)).Should().BeEmpty();
        (await KindsAsync()).Should().ContainInOrder("disclosed", "erasure_ordered", "consent_withdrawn");
        Recorder.ReadClosed().Should().BeNull("her history stays as long as the law asks");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task History_goes_when_its_time_is_over_and_not_on_the_word_of_a_clock_that_leapt()
    {
        var until = (await story.Hanako.EraseAsync()).HistoryExpireTime.ToDateTimeOffset();
        (await acts.FinishErasure.RunDueAsync(Stop)).Should().Be(0);

        time.Shift = until - DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        (await acts.FinishErasure.RunDueAsync(Stop)).Should().Be(0, "three years went by in a moment, and nobody has looked at the clock");
        await Recorder.ConfirmClockAsync(Stop);
        (await acts.FinishErasure.RunDueAsync(Stop)).Should().Be(1);

        Recorder.ReadClosed()!.Value.Leaves.Count.Should().BePositive();
        (await Recorder.ListChainsAsync(Stop)).Should().NotContain(Chain);
        (await Recorder.Rows.ListAllAsync(Table.Grants, 0, 10, Stop)).Should().BeEmpty();
        (await Recorder.Rows.ListAllAsync(Table.Intents, 0, 10, Stop)).Should().BeEmpty();
        (await Recorder.Rows.ListAllAsync(Table.Devices, 0, 10, Stop)).Should().BeEmpty();
        (await acts.FinishErasure.RunDueAsync(Stop)).Should().Be(0);
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task A_repeat_shows_the_order_s_entry_as_long_as_somebody_can_open_it()
    {
        var request = await story.Hanako.PrepareErasureAsync();
        var first = await story.Hanako.CallAsync<EraseResidentResponse>("/pds.v1.ResidentService/EraseResident", request);

        var again = await story.Hanako.CallAsync<EraseResidentResponse>("/pds.v1.ResidentService/EraseResident", request);

        again.HistoryExpireTime.Should().Be(first.HistoryExpireTime);
        again.Evidence.Index.Should().Be(first.Evidence.Index);
    }

    [Fact]
    public async Task Where_only_the_city_itself_received_nothing_is_kept()
    {
        var other = await city.NewResidentWithRecordAsync("見本 太郎");
        ResidentId.TryParse(other.ResidentId, out var id);
        OrganizationId.TryParse(city.Steward.Id, out var steward);
        OrganizationId.TryParse(story.Hospital.Id, out var hospital);
        var statutory = new StatutoryRecords(Recorder);
        await DisclosedAsync(id, steward);
        (await statutory.DueUntilAsync(id, Stop)).Should().BeNull();

        await DisclosedAsync(id, hospital);

        (await statutory.DueUntilAsync(id, Stop)).Should().NotBeNull();
    }

    [Fact]
    public void A_record_is_kept_to_the_end_of_its_day_three_years_later()
    {
        StatutoryRecords.EndOf(new(2026, 4, 1, 15, 0, 0, TimeSpan.Zero)).Should().Be(new DateTimeOffset(2029, 4, 2, 15, 0, 0, TimeSpan.Zero), "it was 2 April in Tokyo");
        StatutoryRecords.EndOf(new(2028, 2, 29, 0, 0, 0, TimeSpan.Zero)).Should().Be(new DateTimeOffset(2031, 2, 28, 15, 0, 0, TimeSpan.Zero));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Recorder Recorder => city.Server.Roles.Recorder;

    private ChainId Chain => ResidentId.TryParse(story.Hanako.ResidentId, out var id) ? ChainId.Resident(id) : throw new InvalidOperationException();

    private async Task DisclosedAsync(ResidentId resident, OrganizationId recipient) => await Recorder.RecordAsync(
        Command.Of(ChainId.Resident(resident), new Disclosed(Recorder.Clock.GetUtcNow(), GrantId.New(), recipient, new byte[32], new byte[32], 1, ["name"])), Stop);

    private async Task<List<string>> KindsAsync()
    {
        var kinds = new List<string>();
        await foreach (var entry in Recorder.ReadChainAsync(Chain, -1, 1000, new Reader.Owner(), Stop))
        {
            kinds.Add(entry.Entry.Kind);
        }

        return kinds;
    }
}
