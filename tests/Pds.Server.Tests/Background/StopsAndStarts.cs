using System.Text;
using System.Text.Json;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Background;

/// <summary>What a stop leaves and the next start finds.</summary>
public sealed class StopsAndStarts : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("pds-stops-").FullName;
    private City city = null!;
    private Story story = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(o => o.Data = data);
        story = await Story.PlayAsync(city);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    [Trait("Feature", "C16")]
    public async Task Counted_refusals_are_entered_when_the_server_stops()
    {
        await story.Hanako.CallAsync<ConsentActResponse>("/pds.v1.ConsentService/Pause", new PauseRequest
        {
            GrantId = story.Consent.GrantId, Etag = story.Consent.Etag, RequestId = Actor.NewRequestId(),
        });
        for (var n = 0; n < 3; n++)
        {
            (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("CONSENT_PAUSED");
        }

        await RestartAsync();

        (await ChainAsync()).OfType<DisclosureRefused>().Select(entry => entry.Count).Should().Equal(1, 2);
    }

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task After_a_crash_an_intent_too_old_to_be_resumed_is_stopped_at_once()
    {
        await AbandonAsync();

        await RestartAsync(TimeSpan.FromMinutes(11));

        for (var tries = 0; tries < 100 && !(await ChainAsync()).OfType<DisclosureStopped>().Any(); tries++)
        {
            await Task.Delay(100, Stop);
        }

        (await ChainAsync()).OfType<DisclosureStopped>().Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task After_a_crash_an_intent_that_may_be_resumed_is_left_to_its_caller()
    {
        await AbandonAsync();

        await RestartAsync(TimeSpan.FromMinutes(5));
        await Task.Delay(1000, Stop);

        (await ChainAsync()).OfType<DisclosureStopped>().Should().BeEmpty();
    }

    private async Task RestartAsync(TimeSpan later = default)
    {
        await city.DisposeAsync();
        city = await City.StartAsync(o => o.Data = data, new Later(later), enrolSteward: false);
    }

    private async Task<IReadOnlyList<LedgerEntry>> ChainAsync()
    {
        ResidentId.TryParse(story.Hanako.ResidentId, out var resident);
        var entries = new List<LedgerEntry>();
        await foreach (var opened in city.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(resident), -1, 1000, new Reader.Owner(), Stop))
        {
            entries.Add(opened.Entry);
        }

        return entries;
    }

    // What a crash between intent and disclosure leaves, as Pds.Disclosure/Intents/IntentRow.cs writes it.
    private async Task AbandonAsync()
    {
        GrantId.TryParse(story.Consent.GrantId, out var grant);
        OrganizationId.TryParse(story.Hospital.Id, out var hospital);
        ResidentId.TryParse(story.Hanako.ResidentId, out var resident);
        var now = DateTimeOffset.UtcNow;
        var call = new string('A', 43);
        byte[] Row(long index) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            v = 1, call, resident = resident.ToString(), grant = grant.ToString(), recipient = hospital.ToString(), purpose = Story.Purpose,
            at = Instant.Format(now), fields = new[] { "name" }, records = 1, window = "w", index, state = "open",
        }));
        var entry = new DisclosureIntended(
            now, grant, hospital, Story.Purpose, "/pds.v1.DisclosureService/RequestData", new byte[32], new byte[32], ["name"], [new byte[32]]);
        (await city.Server.Roles.Recorder.RecordAsync(
            new Command(
                [new Change.PutIndexed(new RowKey(Table.Intents, call), index => Row(index), new RowLinks("open", hospital.ToString()), ExpectedVersion: 0)],
                [new EntryDraft(ChainId.Resident(resident), entry)]),
            Stop)).Should().BeOfType<Recording.Done>();
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
