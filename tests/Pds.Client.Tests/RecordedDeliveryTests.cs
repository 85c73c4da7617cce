using System.Globalization;
using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>What is delivered is what the ledger says, field by field and record by record: the resident reads the ledger, not the mail.</summary>
public sealed class RecordedDeliveryTests
{
    private static readonly string[] Both = ["birth_date", "name"];

    [Fact]
    public async Task Two_fields_recorded_and_delivered_are_handed_on()
    {
        await using var here = await EnrolledCity.StartAsync();

        var opened = await here.Client.RequestDataAsync(here.AskName with { Fields = Both });

        opened.Records.Single().Fields.Keys.Should().BeEquivalentTo(Both);
        opened.Evidence.Released.Fields.Should().BeEquivalentTo(Both);
        opened.Evidence.Intended.Purpose.Should().Be(TinyEntries.Purpose);
    }

    [Fact]
    [Trait("Feature", "D11")]
    [Trait("Invariant", "I-03")]
    public async Task A_field_that_was_asked_for_but_not_recorded_is_not_handed_on() =>
        await RefusesAsync(LocalReasons.DeliveryNotAsRecorded, behaviour =>
        {
            behaviour.Intended = entry => entry with { Fields = ["name"] };
            behaviour.Released = entry => entry with { Fields = ["name"] };
        });

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task More_values_than_cells_recorded_are_not_handed_on() =>
        await RefusesAsync(LocalReasons.DeliveryNotAsRecorded, behaviour => behaviour.Intended = entry => entry with { Cells = [entry.Cells[0]] });

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task A_record_more_than_recorded_is_not_handed_on() =>
        await RefusesAsync(LocalReasons.DeliveryNotAsRecorded, behaviour =>
        {
            behaviour.Intended = entry => entry with { Cells = [.. entry.Cells, .. entry.Cells.Select(_ => RandomSource.Bytes(32))] };
            behaviour.Plaintext = text => Changed(text, data => data["records"]!.AsArray().Add(data["records"]![0]!.DeepClone()));
        });

    [Fact]
    public async Task A_record_less_than_recorded_is_not_handed_on() =>
        await RefusesAsync(LocalReasons.DeliveryNotAsRecorded, behaviour => behaviour.Released = entry => entry with { Records = 2 });

    [Fact]
    public async Task Data_under_another_purpose_is_not_handed_on() =>
        await RefusesAsync(
            LocalReasons.DeliveryNotAsRecorded, behaviour => behaviour.Plaintext = text => Changed(text, data => data["purpose"] = "hospital-history@1"));

    [Fact]
    public async Task Data_of_another_resident_is_not_handed_on() =>
        await RefusesAsync(
            LocalReasons.DeliveryNotAsRecorded,
            behaviour => behaviour.Plaintext = text => Changed(text, data => data["resident_ref"] = ResidentRef.New().ToString()));

    [Fact]
    public async Task A_disclosure_of_other_fields_than_intended_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, behaviour => behaviour.Released = entry => entry with { Fields = ["name"] });

    [Fact]
    [Trait("Feature", "D1")]
    public async Task A_record_of_another_dataset_is_not_handed_on_though_its_source_signed_it() =>
        await RefusesAsync(LocalReasons.DeliveryNotAsRecorded, behaviour => behaviour.Source = content => Bent(content, "emergency-contact@1", null));

    [Theory]
    [Trait("Feature", "C11")]
    [InlineData("2026-03-31", null, null, true)]
    [InlineData("2026-01-01", null, null, true)]
    [InlineData("2026-04-01", null, null, false)]
    [InlineData("2025-12-31", null, null, false)]
    [InlineData(null, null, null, false)]
    [InlineData("2026-02-10", "2026-02-01", "2026-03-01", true)]
    [InlineData("2026-03-01", "2026-02-01", "2026-03-01", false)]
    [InlineData("2026-01-31", "2026-02-01", "", false)]
    public async Task A_record_is_handed_on_only_if_its_signed_date_is_in_the_range_consented_to_and_asked_for(
        string? signed, string? from, string? until, bool isIn)
    {
        await using var here = await EnrolledCity.StartAsync(withReceipt: false);
        here.City.Behaviour.Source = content => Bent(content, content.Dataset, signed is null ? null : Day(signed));
        var grant = TinyGrants.Give(here.City, here.Options, here.Client.OrganizationId, new DataRange(Day("2026-01-01"), Day("2026-04-01")));
        await here.Client.FetchReceiptAsync(grant.Grant.ToString());
        var range = from is null ? null : new DateRange { From = from, Until = until };

        var ask = () => here.Client.RequestDataAsync(new DataRequest(grant.Grant.ToString(), ["name"], range));

        if (isIn)
        {
            (await ask()).Records.Should().ContainSingle();
        }
        else
        {
            (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.DeliveryNotAsRecorded);
        }
    }

    [Fact]
    public async Task A_range_that_is_no_dates_is_the_callers_mistake_and_asks_nobody()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Seen.Clear();

        var ask = () => here.Client.RequestDataAsync(here.AskName with { DataRange = new DateRange { From = "yesterday" } });

        await ask.Should().ThrowAsync<ArgumentException>();
        here.City.Behaviour.Seen.Should().BeEmpty();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static SourceRecordContent Bent(SourceRecordContent content, string dataset, DateOnly? date) =>
        content with { Dataset = dataset, DataDate = date };

    private static string Changed(string text, Action<JsonNode> change)
    {
        var data = JsonNode.Parse(text)!;
        change(data);
        return data.ToJsonString();
    }

    private static async Task RefusesAsync(string reason, Action<TinyBehaviour> spoil)
    {
        await using var here = await EnrolledCity.StartAsync();
        spoil(here.City.Behaviour);

        var ask = () => here.Client.RequestDataAsync(here.AskName with { Fields = Both });

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(reason);
    }
}
