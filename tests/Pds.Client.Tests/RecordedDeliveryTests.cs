using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

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
