using Pds.Auditor.Exports;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.World;

/// <summary>An auditor who asks for exports over the wire and unpacks them.</summary>
/// <param name="auditor">Who asks.</param>
/// <param name="identity">The key exports are sealed to.</param>
internal sealed class ExportDesk(TestOrganization auditor, AgeIdentity identity)
{
    /// <summary>Asks for an export, waits for it, fetches and unpacks it.</summary>
    public async Task<(string Folder, ExportJob Job)> ExportAsync(string folder, Protocol.V1.ExportScope? scope = null)
    {
        var job = await MakeAsync(scope);
        using var clear = new MemoryStream();
        AgeFile.TryOpen(new MemoryStream(await FetchAsync(job)), identity, clear).Should().BeTrue();
        clear.Position = 0;
        new ExportUnpacking(folder).TryRun(clear).Should().BeTrue();
        return (folder, job);
    }

    /// <summary>Asks for an export and waits until it is made.</summary>
    public async Task<ExportJob> MakeAsync(Protocol.V1.ExportScope? scope = null)
    {
        var job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/CreateExportJob", Order(scope));
        while (job.State == ExportJobState.Running)
        {
            await Task.Delay(20);
            job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/GetExportJob", new GetExportJobRequest { ExportJobId = job.ExportJobId });
        }

        job.State.Should().Be(ExportJobState.Succeeded);
        return job;
    }

    /// <summary>An honest order.</summary>
    public CreateExportJobRequest Order(Protocol.V1.ExportScope? scope = null) => new()
    {
        AgeRecipient = identity.Recipient.ToString(), ReasonJa = "令和8年度 定期監査", Scope = scope, RequestId = Actor.NewRequestId(),
    };

    /// <summary>Fetches the file of a job in ranges of an odd size.</summary>
    public async Task<byte[]> FetchAsync(ExportJob job)
    {
        using var file = new MemoryStream();
        while (file.Length < job.FileBytes)
        {
            var range = await auditor.CallAsync<GetExportFileResponse>("/pds.v1.AuditService/GetExportFile", new GetExportFileRequest
            {
                ExportJobId = job.ExportJobId, Offset = file.Length, MaxBytes = 50_021,
            });
            file.Write(range.Data.Span);
        }

        return file.ToArray();
    }
}
