using Pds.Consent;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests;

/// <summary>What one call reads is bounded in cells and in bytes, whatever sources wrote.</summary>
[Trait("Invariant", "I-41")]
public sealed class ReadingBounds : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    public async Task More_bytes_than_a_client_would_take_are_refused_before_anything_is_recorded_or_opened()
    {
        for (var i = 0; i < 9; i++)
        {
            await PutAsync(cellBytes: 1024 * 1024);
        }

        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);

        var outcome = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(RefusalReason.LimitExceeded);
        (await city.ChainAsync(resident)).Select(entry => entry.Entry).OfType<DisclosureIntended>().Should().BeEmpty();
    }

    [Fact]
    public async Task Records_beyond_one_page_are_given_too()
    {
        for (var i = 0; i < RecordReading.PageSize + 3; i++)
        {
            await city.WriteAsync(resident);
        }

        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);

        await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        (await city.ChainAsync(resident)).Select(entry => entry.Entry).OfType<Disclosed>().Single().Records.Should().Be(RecordReading.PageSize + 3);
    }

    // Never opened, so that the cell need not be a real one.
    private async Task PutAsync(int cellBytes)
    {
        var id = RecordId.New();
        var record = new StoredRecord
        {
            V = 1,
            Record = id.ToString(),
            Version = 1,
            Resident = resident.ToString(),
            Dataset = city.Dataset.Id.ToString(),
            Epoch = 1,
            Source = city.Source.Id.ToString(),
            Written = Instant.Format(city.Time.GetUtcNow()),
            SourceJwt = "x",
            Cells = new Dictionary<string, byte[]> { ["name"] = new byte[cellBytes] },
        };
        var links = new RowLinks(StoredRecord.LinkOf(resident, record.Dataset), resident.ToString());
        await city.RecordRowsAsync([new Change.Put(StoredRecord.KeyOf(id), record.ToBytes(), links, ExpectedVersion: 0)]);
    }
}
