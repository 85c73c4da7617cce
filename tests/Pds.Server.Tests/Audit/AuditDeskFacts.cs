using Pds.Client;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Audit;

/// <summary>An auditor's SDK against the real server: asked for, waited for, taken away, opened with the own key.</summary>
[Trait("Feature", "Q4")]
public sealed class AuditDeskFacts : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pds-auditor-");
    private readonly AgeIdentity identity = AgeIdentity.Create();
    private City city = null!; // Its own: readings are entered in everybody's history.
    private PdsClient auditor = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(folder.FullName, "export.tar.age");

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync();
        var options = new PdsClientOptions
        {
            Address = city.Address,
            CityCaFile = city.CityCaFile,
            IdentityFolder = Path.Combine(folder.FullName, "identity"),
            Passphrase = "an auditor's own passphrase",
        };
        auditor = await PdsClient.EnrollAsync(options, await city.CodeForNewAsync("監査法人 見本二", OrganizationRole.Auditor));
    }

    public async ValueTask DisposeAsync()
    {
        auditor.Dispose();
        await city.DisposeAsync();
        identity.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_export_is_asked_for_waited_for_and_taken_away()
    {
        var job = await MakeAsync();

        await auditor.Audit.DownloadAsync(job, File, Stop);

        job.State.Should().Be(ExportJobState.Succeeded);
        Opens().Should().BeTrue();
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_ended()
    {
        var job = await MakeAsync();
        await auditor.Audit.DownloadAsync(job, File, Stop);
        await using (var cut = new FileStream(File, FileMode.Open))
        {
            cut.SetLength(job.FileBytes / 2);
        }

        await auditor.Audit.DownloadAsync(job, File, Stop);

        Opens().Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_is_not_the_export_is_not_kept()
    {
        var job = await MakeAsync();
        await System.IO.File.WriteAllBytesAsync(File, [1, 2, 3], Stop);

        var download = () => auditor.Audit.DownloadAsync(job, File, Stop);

        (await download.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.ExportRefused);
        System.IO.File.Exists(File).Should().BeFalse();
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_before_anything_is_made()
    {
        var ask = () => auditor.Audit.CreateExportAsync("age1notakey", "定期監査", cancellationToken: Stop);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be("INVALID_ARGUMENT");
    }

    private async Task<ExportJob> MakeAsync() => await auditor.Audit.WaitAsync(
        await auditor.Audit.CreateExportAsync(identity.Recipient.ToString(), "令和8年度 定期監査", cancellationToken: Stop), cancellationToken: Stop);

    private bool Opens()
    {
        using var clear = new MemoryStream();
        using var closed = System.IO.File.OpenRead(File);
        return AgeFile.TryOpen(closed, identity, clear);
    }
}
