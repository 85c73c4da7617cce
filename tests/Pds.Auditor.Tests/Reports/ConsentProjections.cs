using System.Text.Json.Nodes;
using Pds.Auditor.Reports.Records;

namespace Pds.Auditor.Tests.Reports;

/// <summary>One consent in two foreign forms with one digest, and the checker that names where they part.</summary>
[Collection(ReportedCity.Name)]
public sealed class ConsentProjections(ReportedCity city)
{
    private JsonNode Dpv => JsonNode.Parse(File.ReadAllText(Path.Combine(city.Report, "consents.jsonld")))!;

    private JsonNode Kantara => JsonNode.Parse(File.ReadAllText(Path.Combine(city.Report, "kantara.json")))!;

    [Fact]
    [Trait("Feature", "X3")]
    public void Each_consent_given_is_one_node_and_one_receipt_with_the_same_digest()
    {
        var (nodes, receipts) = (Dpv["@graph"]!.AsArray(), Kantara.AsArray());

        nodes.Should().HaveCountGreaterThanOrEqualTo(7);
        nodes.Select(node => node!["pds:recordDigest"]!.GetValue<string>()).Should().OnlyHaveUniqueItems()
            .And.Equal(receipts.Select(receipt => receipt!["pds"]!["record_digest"]!.GetValue<string>()));
        RecordComparison.Differences(Dpv, Kantara).Should().BeEmpty();
        var first = receipts[0]!;
        first["version"]!.GetValue<string>().Should().Be("KI-CR-v1.1.0");
        first["piiControllers"]![0]!["piiController"]!.GetValue<string>().Should().Be("むつ市");
        nodes[0]!["@type"]!.GetValue<string>().Should().Be("dpv:ConsentRecord");
        Dpv["@context"]!["dpv"]!.GetValue<string>().Should().Be("https://w3id.org/dpv#");
    }

    [Fact]
    [Trait("Feature", "N3")]
    public void A_change_of_any_text_in_either_file_is_named_by_its_member()
    {
        foreach (var (file, change) in Changes())
        {
            var (dpv, kantara) = (Dpv, Kantara);
            change.Apply(file == "dpv" ? dpv["@graph"]![0]! : kantara[0]!);

            RecordComparison.Differences(dpv, kantara).Select(difference => difference.Member).Should().Contain(change.Member, $"{file} {change.Member}");
        }
    }

    [Fact]
    [Trait("Feature", "N3")]
    public void The_same_lie_in_both_files_is_found_by_the_digest_and_a_missing_consent_is_told()
    {
        var (dpv, kantara) = (Dpv, Kantara);
        dpv["@graph"]![0]!["dpv:hasStorageCondition"]!["pds:days"] = "9999";
        kantara[0]!["pds"]!["retention_days"] = "9999";
        var shorter = Kantara;
        shorter.AsArray().RemoveAt(0);

        RecordComparison.Differences(dpv, kantara).Select(difference => difference.Member).Should().Equal("record_digest");
        RecordComparison.Differences(Dpv, shorter).Select(difference => difference.Member).Should().Equal("missing");
    }

    [Fact]
    public async Task The_program_compares_the_files()
    {
        var changed = city.Audited.NewFolder() + ".json";
        File.WriteAllText(changed, File.ReadAllText(Path.Combine(city.Report, "kantara.json")).Replace("KI-CR", "KI_CR").Replace("\"JP\"", "\"US\""));
        var dpv = Path.Combine(city.Report, "consents.jsonld");

        (await AuditProgram.RunAsync("compare-records", dpv, Path.Combine(city.Report, "kantara.json"))).ExitCode.Should().Be(ExitCode.Sound);
        var told = await AuditProgram.RunAsync("compare-records", dpv, changed);
        told.ExitCode.Should().Be(ExitCode.Findings);
        told.Output.Should().Contain("jurisdiction");
        (await AuditProgram.RunAsync("compare-records", dpv, Path.Combine(city.Report, "consents.csv"))).ExitCode.Should().Be(ExitCode.Usage);
    }

    private static IEnumerable<(string File, (string Member, Action<JsonNode> Apply) Change)> Changes()
    {
        (string, Action<JsonNode>) At(string member, params object[] path) => (member, node =>
        {
            foreach (var step in path[..^1])
            {
                node = step is int index ? node[index]! : node[(string)step]!;
            }

            if (path[^1] is int last)
            {
                node[last] = "changed";
            }
            else
            {
                node[(string)path[^1]] = node[(string)path[^1]]!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? 1 : "changed";
            }
        });

        foreach (var change in new[]
        {
            At("state", "dpv:hasConsentStatus"), At("given_at", "dct:created"), At("valid_from", "pds:validFrom"), At("valid_until", "pds:validUntil"),
            At("ended_at", "pds:endedAt"), At("subject", "dpv:hasDataSubject", "@id"), At("controller", "dpv:hasDataController", "@id"),
            At("recipient", "dpv:hasRecipient", "@id"), At("recipient_name", "dpv:hasRecipient", "dct:title"), At("purpose", "dpv:hasPurpose", "@id"),
            At("purpose_name", "dpv:hasPurpose", "dct:title"), At("purpose_category", "dpv:hasPurpose", "@type"), At("data", "dpv:hasPersonalData", 0, "dct:identifier"),
            At("retention_days", "dpv:hasStorageCondition", "pds:days"), At("mode", "dpv:hasProcessing"), At("evidence_type", "pds:evidenceType"),
            At("jurisdiction", "dpv:hasJurisdiction"), At("notice", "dpv:hasNotice", "@id"), At("consent_digest", "pds:consentDigest"), At("commitment", "pds:commitment"),
            At("record_digest", "pds:recordDigest"),
        })
        {
            yield return ("dpv", change);
        }

        foreach (var change in new[]
        {
            At("state", "pds", "state"), At("given_at", "consentTimestamp"), At("valid_from", "pds", "valid_from"), At("valid_until", "services", 0, "purposes", 0, "termination"),
            At("subject", "piiPrincipalId"), At("controller", "piiControllers", 0, "piiControllerUrl"), At("recipient", "pds", "recipient"),
            At("recipient_name", "services", 0, "purposes", 0, "thirdPartyName"), At("purpose", "pds", "purpose"), At("purpose_name", "services", 0, "purposes", 0, "purpose"),
            At("purpose_category", "services", 0, "purposes", 0, "purposeCategory", 0), At("data", "services", 0, "purposes", 0, "piiCategory", 0),
            At("evidence_type", "collectionMethod"), At("jurisdiction", "jurisdiction"), At("notice", "policyUrl"), At("commitment", "pds", "commitment"),
            At("record_digest", "pds", "record_digest"),
        })
        {
            yield return ("kantara", change);
        }
    }
}
