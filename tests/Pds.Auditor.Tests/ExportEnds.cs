using Pds.Auditor.Tests.World;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Exports;
using Pds.TestCity;

namespace Pds.Auditor.Tests;

/// <summary>How exports end otherwise than well.</summary>
public sealed class ExportEnds(AuditedCity city)
{
    [Fact]
    [Trait("Feature", "Q5")]
    public async Task A_cancelled_export_has_no_file_and_its_end_is_entered()
    {
        var auditor = await city.City.NewOrganizationAsync("取り消す監査人", OrganizationRole.Auditor);
        var jobs = new List<Protocol.V1.ExportJob>();
        for (var n = 0; n < 4; n++)
        {
            jobs.Add(await auditor.CallAsync<Protocol.V1.ExportJob>("/pds.v1.AuditService/CreateExportJob", city.Order()));
        }

        // The last waits for three others.
        var cancelled = await auditor.CallAsync<Protocol.V1.ExportJob>("/pds.v1.AuditService/CancelExportJob", new CancelExportJobRequest
        {
            ExportJobId = jobs[3].ExportJobId, RequestId = Actor.NewRequestId(),
        });

        cancelled.State.Should().Be(Protocol.V1.ExportJobState.Cancelled);
        (await auditor.AskAsync("/pds.v1.AuditService/GetExportFile", new GetExportFileRequest { ExportJobId = cancelled.ExportJobId }))
            .Reason.Should().Be("MOVE_NOT_ALLOWED");
        (await EndsAsync(city.City)).Should().ContainSingle(end => end.Export.ToString() == cancelled.ExportJobId && end.Outcome == "cancelled");
    }

    [Fact]
    [Trait("Feature", "Q5")]
    public async Task An_export_that_the_end_of_the_server_cut_off_is_closed_as_failed_by_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("pds-city-").FullName;
        var job = new Pds.Server.Exports.ExportJob
        {
            Id = ExportId.New(),
            Auditor = OrganizationId.New(),
            Recipient = city.Identity.Recipient.ToString(),
            ReasonJa = "途中で止まる",
            Scope = Consent.ExportScope.All,
            PseudonymKey = RandomSource.Bytes(32),
            State = Pds.Server.Exports.ExportJobState.Running,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await using (var before = await City.StartAsync(options => options.Data = data, enrolSteward: false))
        {
            await before.Server.Roles.Recorder.RecordAsync(new Command([ExportJobRow.Put(job)], []), TestContext.Current.CancellationToken);
        }

        await using (var after = await City.StartAsync(options => options.Data = data, enrolSteward: false))
        {
            var found = await ExportJobRow.FindAsync(after.Server.Roles.Recorder.Rows, job.Id, TestContext.Current.CancellationToken);
            found!.State.Should().Be(Pds.Server.Exports.ExportJobState.Failed);
            found.FileSha256.Should().BeNull();
            (await EndsAsync(after)).Should().ContainSingle(end => end.Export == job.Id && end.Outcome == "failed");
        }

        Directory.Delete(data, recursive: true);
    }

    private static async Task<List<ExportEnded>> EndsAsync(City where) =>
        [.. (await where.Server.Roles.Recorder.ReadChainAsync(ChainId.Exports, -1, 1000, new Reader.Recovery()).ToListAsync())
            .Select(entry => entry.Entry).OfType<ExportEnded>()];
}
