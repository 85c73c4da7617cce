using System.Text;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests;

/// <summary>A source writes what it signed, typed and field by field, and gets nothing back.</summary>
[Trait("Feature", "V3")]
[Trait("Feature", "V4")]
public sealed class WritingRecords : IAsyncLifetime
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
    public async Task A_resident_reads_back_what_the_source_wrote_with_its_provenance()
    {
        var id = await city.WriteAsync(resident);

        var listed = (await ListAsync(withValues: true)).Should().ContainSingle().Subject;

        listed.Values["name"].GetString().Should().Be("見本 花子");
        listed.Stored.Should().Match<StoredRecord>(record =>
            record.Record == id.ToString() && record.Version == 1 && record.Dataset == "basic-four@1" && record.Source == city.Source.Id.ToString());
        (await ListAsync(withValues: false)).Should().ContainSingle().Which.Values.Should().BeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-08")]
    public async Task A_write_is_one_entry_that_pins_every_cell()
    {
        var id = await city.WriteAsync(resident);

        var stored = (await ListAsync(withValues: false))[0].Stored;
        var entry = (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<RecordWritten>().Should().ContainSingle().Subject;

        entry.Record.Should().Be(id);
        entry.Fields.Should().Equal(stored.Cells.Keys);
        entry.Cells.Select(Convert.ToHexString).Should().Equal(stored.Cells.Values.Select(cell => Convert.ToHexString(Sha256.Hash(cell))));
        entry.SourceSha256.Should().Equal(Sha256.Hash(Encoding.ASCII.GetBytes(stored.SourceJwt)));
    }

    [Fact]
    [Trait("Feature", "V2")]
    public async Task No_row_holds_a_value_in_clear()
    {
        var id = await city.WriteAsync(resident);

        var row = Encoding.UTF8.GetString((await city.Rows.FindAsync(StoredRecord.KeyOf(id), city.Stop))!.Body.Span);

        row.Should().NotContain("花子").And.NotContain("むつ市").And.NotContain("1985-04-01");
    }

    [Fact]
    public async Task A_new_version_replaces_the_old_in_the_list_and_keeps_it_readable_by_version()
    {
        var id = await city.WriteAsync(resident);
        await city.WriteAsync(resident, id, "見本 次郎");

        (await ListAsync(withValues: true)).Should().ContainSingle().Which.Values["name"].GetString().Should().Be("見本 次郎");
        (await city.Rows.FindAsync(StoredRecord.KeyOf(id, 1), city.Stop)).Should().NotBeNull();
    }

    [Fact]
    [Trait("Feature", "V5")]
    public async Task A_record_signed_by_another_key_or_in_another_name_is_refused()
    {
        var fields = Good();

        (await WriteAsync(city.Sign(city.Shop, fields), city.Source)).Should().Be(RecordRefusal.SourceSignatureNotAccepted);
        (await WriteAsync(city.Sign(city.Source, fields), city.Shop)).Should().Be(RecordRefusal.SourceSignatureNotAccepted);
        (await WriteAsync("not a record", city.Source)).Should().Be(RecordRefusal.SourceRecordMalformed);
        (await city.ChainAsync(resident)).Should().BeEmpty();
    }

    [Theory]
    [Trait("Invariant", "I-03")]
    [InlineData("no certificate")]
    [InlineData("the certificate of another organisation")]
    [InlineData("a certificate of another city")]
    [InlineData("signed more than a day ago")]
    [InlineData("signed in the future")]
    public async Task A_record_no_recipient_could_check_later_is_refused_when_it_is_written(string defect)
    {
        using var otherCity = CertificateAuthority.CreateRoot("Other city", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(30)));
        CertificateSigningRequest.TryParse(CertificateSigningRequest.Create(city.Source.CallKey, "x"), out var request).Should().BeTrue();
        var foreign = otherCity.IssueClient(request!, city.Source.Id.ToString(), CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(20)));
        var now = city.Time.GetUtcNow();

        var record = defect switch
        {
            "no certificate" => city.Sign(city.Source, Good(), chain: []),
            "the certificate of another organisation" => city.Sign(city.Source, Good(), chain: [city.CertificateOf(city.Shop)]),
            "a certificate of another city" => city.Sign(city.Source, Good(), chain: [foreign]),
            "signed more than a day ago" => city.Sign(city.Source, Good(), at: now.AddHours(-25)),
            _ => city.Sign(city.Source, Good(), at: now.AddMinutes(5)),
        };

        (await WriteAsync(record, city.Source)).Should().Be(RecordRefusal.SourceSignatureNotAccepted);
        (await city.ChainAsync(resident)).Should().BeEmpty();
        (await WriteAsync(city.Sign(city.Source, Good()), city.Source)).Should().BeNull("the same record with its own certificate, signed now");
    }

    [Fact]
    [Trait("Feature", "V2")]
    public async Task A_list_longer_than_what_is_read_at_once_is_complete_and_in_order()
    {
        var ids = new List<string>();
        for (var i = 0; i < 53; i++)
        {
            ids.Add((await city.WriteAsync(resident)).ToString());
        }

        (await ListAsync(withValues: false, limit: 500)).Select(record => record.Stored.Record).Should().Equal(ids);
        (await ListAsync(withValues: false, limit: 51)).Select(record => record.Stored.Record).Should().Equal(ids.Take(51));
    }

    [Theory]
    [InlineData("sex", "無")]
    [InlineData("birth_date", "1985-13-40")]
    [InlineData("favourite_colour", "青")]
    public async Task A_field_the_dataset_does_not_know_or_of_another_type_is_refused(string field, string value)
    {
        var fields = Good();
        fields[field] = value;

        (await WriteAsync(city.Sign(city.Source, fields), city.Source)).Should().Be(RecordRefusal.FieldNotAccepted);
    }

    [Fact]
    public async Task A_missing_field_an_unknown_dataset_a_foreign_record_and_an_unknown_resident_are_refused()
    {
        var missing = Good();
        missing.Remove("name");
        var id = await city.WriteAsync(resident);
        var other = await city.NewResidentAsync();

        (await WriteAsync(city.Sign(city.Source, missing), city.Source)).Should().Be(RecordRefusal.FieldNotAccepted);
        (await WriteAsync(city.Sign(city.Source, Good(), "basic-four@9"), city.Source, dataset: "basic-four@9")).Should().Be(RecordRefusal.DatasetNotValid);
        (await WriteAsync(city.Sign(city.Shop, Good()), city.Shop, id)).Should().Be(RecordRefusal.RecordUnknown);
        (await WriteAsync(city.Sign(city.Source, Good()), city.Source, id, other)).Should().Be(RecordRefusal.RecordUnknown);
        (await WriteAsync(city.Sign(city.Source, Good()), city.Source, to: ResidentId.New())).Should().Be(RecordRefusal.ResidentUnknown);
    }

    private static Dictionary<string, JsonNode?> Good() =>
        new() { ["name"] = "見本 花子", ["address"] = "青森県むつ市", ["birth_date"] = "1985-04-01", ["sex"] = "女" };

    private async Task<RecordRefusal?> WriteAsync(
        string record, Party source, RecordId? id = null, ResidentId? to = null, string dataset = "basic-four@1") =>
        (await city.WriteRecord.RunAsync(
            new WriteRecordInput(to ?? resident, dataset, record, null, id), new SourceCaller(source.Id, source.CallKey.PublicKey), city.Stop))
        is WriteRecordOutcome.Refused no ? no.Why : null;

    private async Task<IReadOnlyList<ListedRecord>> ListAsync(bool withValues, int limit = 50) =>
        await new ListRecords(city.Custodian, city.Rows).RunAsync(resident, null, withValues, 0, limit, city.Stop).ToListAsync(city.Stop);
}
