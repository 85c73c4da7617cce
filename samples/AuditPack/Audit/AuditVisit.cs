using Pds.Client;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>
/// The auditor: takes the public status lists every month and an export in the middle and at the end of the year, and works through what was
/// taken away with the tool alone. The key that opens exports is the auditor's and never leaves the folder.
/// </summary>
/// <param name="city">Where from.</param>
/// <param name="folder">Where everything goes.</param>
internal sealed class AuditVisit(City city, string folder)
{
    private const string HalfYear = "half-year";
    private const string WholeYear = "year";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(folder, "audit")).FullName;

    /// <summary>The last export, opened.</summary>
    public string Export => Path.Combine(_folder, WholeYear);

    /// <summary>Takes the status lists of a day.</summary>
    public async Task TakeStatusListsAsync(DateOnly day)
    {
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = PinnedTls.ForClient(Root), UseProxy = false }) { BaseAddress = city.Address.Address };
        var lists = Directory.CreateDirectory(Path.Combine(_folder, "status-lists")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(lists, $"{day:yyyy-MM-dd}-0.jwt"), await http.GetByteArrayAsync(new Uri("/status-lists/0", UriKind.Relative)));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "heads"), await http.GetByteArrayAsync(new Uri("/log/heads", UriKind.Relative)));
    }

    /// <summary>Takes the export of the half year; its checkpoint is what the end of the year is held against.</summary>
    public async Task TakeHalfYearAsync() => await OpenAsync(HalfYear, await TakeAsync(HalfYear, Texts.Of("reason.half")));

    /// <summary>Takes the export of the year.</summary>
    public async Task TakeYearAsync() => await OpenAsync(WholeYear, await TakeAsync(WholeYear, Texts.Of("reason.year")));

    /// <summary>Verifies the export of the year; the verdict stays as text and as JSON.</summary>
    /// <returns>What the tool ended with.</returns>
    public async Task<int> VerifyAsync()
    {
        string[] anchors = ["--ca", city.Address.CityCaFile];
        if (File.Exists(Path.Combine(_folder, HalfYear, "log", "checkpoint")))
        {
            anchors = [.. anchors, "--previous", Path.Combine(_folder, HalfYear, "log", "checkpoint")];
        }

        var (exitCode, output, errors) = await AuditTool.RunAsync(["verify", Export, .. anchors, "--json"]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "verdict.json"), output);
        await File.WriteAllTextAsync(Path.Combine(_folder, "verdict.txt"), errors);
        return exitCode;
    }

    /// <summary>Runs a later command of the tool over the export, when the tool has it.</summary>
    public async Task RunAsync(string command, params string[] arguments)
    {
        if (!await AuditTool.HasAsync(command))
        {
            Console.WriteLine("  " + Texts.Of("no-command", command));
            return;
        }

        var (exitCode, _, errors) = await AuditTool.RunAsync([command, Export, .. arguments]);
        if (exitCode != AuditTool.Sound)
        {
            Console.WriteLine("  " + Texts.Of("tool-failed", command, exitCode));
            Console.Error.WriteLine(errors);
        }
    }

    private byte[] Root => TlsCertificates.FromPem(File.ReadAllText(city.Address.CityCaFile))[0];

    private string KeyFile => Path.Combine(_folder, "age-key.txt");

    private async Task<string> TakeAsync(string name, string reason)
    {
        using var identity = Identity();
        var audit = city["auditor"].Client.Audit;
        var job = await audit.WaitAsync(await audit.CreateExportAsync(identity.Recipient.ToString(), reason));
        if (job.State != ExportJobState.Succeeded)
        {
            throw new SurpriseException(Texts.Of("tool-failed", "export", job.State));
        }

        var file = Path.Combine(_folder, name + ".tar.age");
        await audit.DownloadAsync(job, file);
        return file;
    }

    private async Task OpenAsync(string name, string file)
    {
        var (exitCode, _, errors) = await AuditTool.RunAsync("open", file, "--identity", KeyFile, "--out", Path.Combine(_folder, name));
        if (exitCode != AuditTool.Sound)
        {
            throw new SurpriseException(Texts.Of("tool-failed", "open", exitCode) + "\n" + errors);
        }
    }

    private AgeIdentity Identity()
    {
        if (!File.Exists(KeyFile))
        {
            using var made = AgeIdentity.Create();
            DurableFile.WriteAtomically(KeyFile, System.Text.Encoding.ASCII.GetBytes(made.Export() + "\n"), DurableFile.OwnerOnly);
        }

        return AgeIdentity.TryParse(File.ReadAllText(KeyFile).Trim(), out var identity) ? identity : throw new SurpriseException(KeyFile);
    }
}
