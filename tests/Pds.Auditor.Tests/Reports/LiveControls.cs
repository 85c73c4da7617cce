using System.Text;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.Reports;

/// <summary>
/// A city with its own controls: nobody keeps data over 60 days. An offending declaration cannot go live, and the auditor, with nothing
/// but the export, sees which controls were in force, that one is red, and the declarations that break it.
/// </summary>
[Collection(ReportedCity.Name)]
public sealed class LiveControls(ReportedCity reports)
{
    private const string SixtyDays = """
        {"v":1,"controls":[
          {"id":"sixty-days","on":"purpose","rule_ja":"データを60日より長く保存する利用目的はない。","rule_en":"No purpose keeps data over 60 days.","where":[],
           "require":[{"fact":"retention_days","is":"at_most","number":60}]},
          {"id":"sensitive-data-has-a-pia","on":"purpose","rule_ja":"影響評価がある。","rule_en":"There is an assessment.",
           "where":[{"fact":"sensitive_fields","is":"at_least","number":1}],"require":[{"fact":"pia_reference","is":"present"}]}]}
        """;

    [Fact]
    [Trait("Feature", "N16")]
    [Trait("Feature", "Q6")]
    [Trait("Scenario", "SC15")]
    public async Task An_offending_declaration_is_blocked_and_the_export_shows_the_control_red_with_a_link_to_it()
    {
        var controls = reports.Audited.NewFolder() + ".json";
        File.WriteAllText(controls, SixtyDays);
        await using var city = await City.StartAsync(options => options.Controls = controls);
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var board = await city.EnrollNamedAsync("むつ市 データ利用審査会");
        var offending = await hospital.CallAsync<Protocol.V1.Purpose>("/pds.v1.CatalogService/ProposePurpose", Declaration("keep-ninety", 90));
        var fitting = await hospital.CallAsync<Protocol.V1.Purpose>("/pds.v1.CatalogService/ProposePurpose", Declaration("keep-sixty", 60));

        var blocked = await board.AskAsync("/pds.v1.CatalogService/ReviewPurpose", Review(offending));
        var live = await board.AskAsync("/pds.v1.CatalogService/ReviewPurpose", Review(fitting));

        blocked.Reason.Should().Be("CONTROL_NOT_MET");
        Encoding.UTF8.GetString(blocked.StatusBytes).Should().Contain("sixty-days");
        live.Reason.Should().Be("OK");
        var folder = await ExportAsync(city);
        AuditedCity.Verify(folder).Checks.Single(check => check.Id == "A4").Status.Should().Be(CheckStatus.Sound);
        var page = File.ReadAllText(Path.Combine(reports.Make(export: folder), "pia.html"));
        page.Should().Contain("データを60日より長く保存する利用目的はない。").And.Contain("class=\"bad\"").And.Contain("controls@1")
            .And.Contain("href=\"#purpose-keep-ninety-1\"").And.Contain("id=\"purpose-keep-ninety-1\"").And.Contain("審査前。承認できません。")
            .And.Contain("href=\"#purpose-hospital-registration-1\"").And.Contain("承認済み。見直しが必要です。")
            .And.NotContain("href=\"#purpose-keep-sixty-1\"");

        ChangeControls(folder);
        AuditedCity.Verify(folder).ExitCode.Should().Be(ExitCode.Tampered);
    }

    [Fact]
    [Trait("Feature", "Q12")]
    public void The_boards_decisions_are_listed_with_ground_and_date()
    {
        var page = File.ReadAllText(Path.Combine(reports.Report, "index.html"));

        page.Should().Contain("審査会の判断").And.Contain("むつ市 データ利用審査会").And.Contain("最初の目録に含まれる利用目的として承認済み。");
    }

    [Fact]
    public async Task A_wrong_file_of_controls_stops_the_start_and_names_the_place()
    {
        var controls = reports.Audited.NewFolder() + ".json";
        File.WriteAllText(controls, SixtyDays.Replace("retention_days", "retention_dayz"));

        var starting = () => City.StartAsync(options => options.Controls = controls);

        (await starting.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain("controls[0].require[0].fact");
    }

    private static ProposePurposeRequest Declaration(string code, int retentionDays) => new()
    {
        Purpose = new Protocol.V1.Purpose
        {
            Code = code, Version = 1, Dataset = Story.Dataset, RequiredFields = { "name" }, NameJa = "見本の利用目的", TextJa = "見本として使います。", BenefitJa = "見本です。",
            RefusalConsequenceJa = "何も変わりません。", LawfulBasis = "consent", DpvCode = "dpv:ServiceProvision",
            Ceilings = new Protocol.V1.Ceilings
            {
                ValidityDays = 30, Frequency = new Protocol.V1.Frequency { Calls = 1, Period = Protocol.V1.FrequencyPeriod.Whole }, RetentionDays = retentionDays, Mode = Protocol.V1.UseMode.Store,
            },
            ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
        },
        RequestId = Actor.NewRequestId(),
    };

    private static ReviewPurposeRequest Review(Protocol.V1.Purpose purpose) => new()
    {
        Code = purpose.Code, Version = purpose.Version, Verdict = ReviewVerdict.Approve, ReasonJa = "審査しました。", Etag = purpose.Etag, RequestId = Actor.NewRequestId(),
    };

    private async Task<string> ExportAsync(City city)
    {
        var auditor = await city.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        var job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/CreateExportJob", reports.Audited.Order());
        while (job.State == ExportJobState.Running)
        {
            await Task.Delay(20);
            job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/GetExportJob", new GetExportJobRequest { ExportJobId = job.ExportJobId });
        }

        using var file = new MemoryStream();
        while (file.Length < job.FileBytes)
        {
            file.Write((await auditor.CallAsync<GetExportFileResponse>("/pds.v1.AuditService/GetExportFile", new GetExportFileRequest
            {
                ExportJobId = job.ExportJobId, Offset = file.Length, MaxBytes = 1024 * 1024,
            })).Data.Span);
        }

        using var clear = new MemoryStream();
        AgeFile.TryOpen(new MemoryStream(file.ToArray()), reports.Audited.Identity, clear).Should().BeTrue();
        clear.Position = 0;
        var folder = reports.Audited.NewFolder();
        new ExportUnpacking(folder).TryRun(clear).Should().BeTrue();
        return folder;
    }

    // Other controls than the ones the entry is over, as an operator would who wants the red one gone.
    private static void ChangeControls(string folder)
    {
        var file = Path.Combine(folder, ExportNames.Part(ExportNames.Catalogue, 0));
        var lines = File.ReadAllLines(file).Select(line => ExportedDefinition.TryParse(Encoding.UTF8.GetBytes(line), out var definition) ? definition : null!).ToList();
        var number = lines.FindIndex(definition => definition.Kind == ExportedDefinition.Controls);
        lines[number] = lines[number] with { Definition = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(lines[number].Definition).Replace("60,", "90,").Replace(":60", ":90")) };
        File.WriteAllLines(file, lines.Select(definition => Encoding.UTF8.GetString(definition.ToLine())));
    }
}
