using Pds.Auditor.Reports;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.Reports;

/// <summary>
/// More of a past than verifying needs: seven residents, three recipients, names that attack the reader, requests outside the ceilings,
/// and an export of everything, from which reports are made.
/// </summary>
public sealed class ReportedCity(AuditedCity audited) : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Name = "Reports";

    /// <summary>A name a stranger could take: markup, a formula, and a turn of the reading direction.</summary>
    public const string HostileName = "=HYPERLINK(\"x\")<script>alert(1)</script>\u202Eevil&amp;";

    /// <summary>The city.</summary>
    public AuditedCity Audited => audited;

    /// <summary>The export.</summary>
    public string Export { get; private set; } = "";

    /// <summary>A manager's report of it, in Japanese.</summary>
    public string Report { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await PlayAsync(audited.City);
        (Export, _) = await audited.ExportAsync();
        Report = Make();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes a report and gives its folder.</summary>
    internal string Make(Cut cut = Cut.Manager, string language = "ja", string? pia = null, string? export = null)
    {
        var folder = audited.NewFolder();
        var order = OrderOf(export ?? Export, cut, language, pia);
        var answers = PiaAnswers.None;
        if (pia is not null)
        {
            PiaFile.TryRead(File.ReadAllBytes(pia), out answers, out _).Should().BeTrue();
        }

        new ReportWriter(order, answers!, AuditedCity.Verify(order.Folder.FullName), AuditTexts.Of(language, "Report"), AuditTexts.Of(language))
            .Write(new DirectoryInfo(folder), CancellationToken.None);
        return folder;
    }

    /// <summary>An order for a report with what the export brings.</summary>
    internal static ReportOrder OrderOf(string export, Cut cut = Cut.Manager, string language = "ja", string? pia = null) => new(
        new DirectoryInfo(export), null, pia is null ? null : new FileInfo(pia), cut, new AnchorFiles(null, null, null), language);

    private static async Task PlayAsync(City city)
    {
        var water = await city.EnrollNamedAsync("しもきた水道");
        await city.NewOrganizationAsync(HostileName, OrganizationRole.Source);
        for (var number = 0; number < 6; number++)
        {
            var resident = await city.NewResidentWithRecordAsync($"見本 {number}");
            var item = await water.AskConsentAsync(await resident.ReferenceForAsync(water), "water-moving@1");
            if (number == 0)
            {
                await AskForTooMuchAsync(water, await resident.ReferenceForAsync(water));
                continue;
            }

            await resident.GrantAsync(item);
            var receipt = await water.ReceiptAsync(item.GrantId);
            (await water.RequestDataAsync(await water.PrepareAsync(item.GrantId, receipt, ["name", "address"]))).Read<RequestDataResponse>();
            (await water.RequestDataAsync(await water.PrepareAsync(item.GrantId, receipt, ["name"]))).Reason.Should().Be("CALL_FREQUENCY_EXCEEDED");
            if (number < 3)
            {
                (await resident.WithdrawAsync(item.GrantId)).Reason.Should().Be("OK");
                (await water.RequestDataAsync(await water.PrepareAsync(item.GrantId, receipt, ["name"]))).Reason.Should().Be("CONSENT_WITHDRAWN");
            }
        }
    }

    // A year and a day of keeping, where the purpose allows 366 days: refused before the resident sees it.
    private static async Task AskForTooMuchAsync(TestOrganization water, string reference)
    {
        var asked = await water.AskAsync("/pds.v1.ConsentService/RequestConsent", new RequestConsentRequest
        {
            ResidentRef = reference, RequestId = Actor.NewRequestId(),
            Items = { new Protocol.V1.AskedItem { Purpose = "water-moving@1", Terms = new Terms { RetentionDays = 367, Mode = UseMode.Store } } },
        });
        asked.Reason.Should().Be("RETENTION_ABOVE_CEILING");
    }
}
