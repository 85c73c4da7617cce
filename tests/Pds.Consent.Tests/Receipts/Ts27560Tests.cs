using System.Text.Json;

namespace Pds.Consent.Tests.Receipts;

/// <summary>ISO/IEC TS 27560:2023: every field the W3C DPV guide for it marks mandatory is in the receipt (FEATURES R1).</summary>
[Trait("Feature", "R1")]
public sealed class Ts27560Tests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public static TheoryData<string, string> MandatoryFields => new()
    {
        { "schema_version", "vct" },
        { "record_id", "grant_id" },
        { "receipt_id", "log.commitment" },
        { "pii_principal_id", "resident_ref" },
        { "privacy_notice", "notice.url" },
        { "language", "notice.lang" },
        { "purpose", "purpose" },
        { "pii_information", "attributes" },
        { "pii_type", "attributes[].pii_type" },
        { "pii_controllers", "jurisdiction.parties[].role" },
        { "storage_locations", "retention.storage_locations" },
        { "retention_period", "retention.period" },
        { "jurisdiction", "jurisdiction.country" },
        { "recipient_third_parties", "recipient" },
        { "withdrawal_method", "legal_basis.withdrawal" },
        { "party_id", "jurisdiction.parties[].id" },
        { "party_name", "jurisdiction.parties[].name" },
        { "party_address", "jurisdiction.parties[].address" },
        { "party_contact", "jurisdiction.parties[].contact" },
        { "party_type", "jurisdiction.parties[].type" },
        { "event_time", "consent_evidence.time" },
        { "validity_duration", "consent_evidence.valid_for" },
        { "entity_id", "consent_evidence.entity" },
        { "event_type", "consent_evidence.type" },
        { "event_state", "consent_evidence.state" },
    };

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(MandatoryFields))]
    public void Mandatory_field_has_a_value(string field, string path)
    {
        var found = Values([world.Parsed().SdJwt.Claims], path.Split('.')).ToList();

        found.Should().NotBeEmpty(field);
        found.Should().OnlyContain(v => HasContent(v), field);
    }

    [Fact]
    public void Both_the_controller_and_the_recipient_are_identified()
    {
        var receipt = world.Parsed();

        receipt.Jurisdiction!.Parties.Select(p => p.Role).Should().BeEquivalentTo("dpv:DataController", "dpv:Recipient");
        receipt.Jurisdiction.Parties.Single(p => p.Role == "dpv:DataController").Id.Should().Be(receipt.Issuer);
        receipt.Jurisdiction.Parties.Single(p => p.Role == "dpv:Recipient").Id.Should().Be(receipt.Recipient.ToString());
    }

    [Fact]
    public void Readme_maps_the_same_fields_to_the_same_claims()
    {
        var readme = File.ReadAllLines(Path.Combine(RepositoryRoot(), "src", "Pds.Consent", "Receipts", "README.md"));

        foreach (var (field, path) in MandatoryFields.Select(row => (row.Data.Item1, row.Data.Item2)))
        {
            readme.Should().Contain(line => line.StartsWith($"| `{field}` | `{path}` |", StringComparison.Ordinal), field);
        }
    }

    private static IEnumerable<JsonElement> Values(IEnumerable<JsonElement> from, IEnumerable<string> path)
    {
        foreach (var step in path)
        {
            var name = step.TrimEnd('[', ']');
            from = from.Where(e => e.TryGetProperty(name, out _)).Select(e => e.GetProperty(name));
            from = step.EndsWith(']') ? from.SelectMany(e => e.EnumerateArray()) : from;
        }

        return from;
    }

    private static bool HasContent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pds.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("There is no Pds.sln above the tests.");
        }

        return folder;
    }
}
