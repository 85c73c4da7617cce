using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.World;

/// <summary>
/// A city with a past: two residents; consents given, narrowed, paused, resumed, declined and withdrawn; uses and refusals; and an auditor with
/// an export of everything, unpacked. Played once over the wire; tests that change files take a copy.
/// </summary>
public sealed class AuditedCity : IAsyncLifetime
{
    private readonly string work = Directory.CreateTempSubdirectory("pds-audit-").FullName;
    private int folders;

    /// <summary>The city.</summary>
    public City City { get; private set; } = null!;

    /// <summary>Who says in it who is signed in.</summary>
    public TestIdentityProvider Provider { get; private set; } = null!;

    /// <summary>Who audits it.</summary>
    public TestOrganization Auditor { get; private set; } = null!;

    /// <summary>The key exports are sealed to.</summary>
    public AgeIdentity Identity { get; } = AgeIdentity.Create();

    /// <summary>The story the past begins with.</summary>
    public Story Story { get; private set; } = null!;

    /// <summary>The export of everything, unpacked; not to be changed.</summary>
    public string Everything { get; private set; } = "";

    /// <summary>Its job.</summary>
    public ExportJob Job { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Provider = await TestIdentityProvider.StartAsync();
        City = await City.StartAsync(options =>
        {
            Provider.Configure(options);
            options.HeadsSeconds = 2;
        });
        Auditor = await City.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        Story = await Story.PlayAsync(City);
        await Past.PlayAsync(Story);
        await PastSessions.PlayAsync(Story, Provider);
        await Past.EraseAsync(Story);
        await EnterHeadsAsync();
        (Everything, Job) = await ExportAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        await Provider.DisposeAsync();
        Identity.Dispose();
        Directory.Delete(work, recursive: true);
    }

    /// <summary>Waits until an epoch of the heads has begun and is entered, so that it holds all that was before.</summary>
    internal async Task EnterHeadsAsync()
    {
        while (!await City.Server.Roles.Recorder.Heads.EnterAsync())
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Asks for an export, waits for it, fetches and unpacks it.</summary>
    internal Task<(string Folder, ExportJob Job)> ExportAsync(Protocol.V1.ExportScope? scope = null) => Desk.ExportAsync(NewFolder(), scope);

    /// <summary>Asks for an export and waits until it is made.</summary>
    internal Task<ExportJob> MakeAsync(Protocol.V1.ExportScope? scope = null) => Desk.MakeAsync(scope);

    /// <summary>An honest order.</summary>
    public CreateExportJobRequest Order(Protocol.V1.ExportScope? scope = null) => Desk.Order(scope);

    /// <summary>Fetches the file of a job in ranges of an odd size.</summary>
    public Task<byte[]> FetchAsync(ExportJob job) => Desk.FetchAsync(job);

    /// <summary>A copy of an export to change.</summary>
    public string Copy(string folder)
    {
        var copy = NewFolder();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private ExportDesk Desk => new(Auditor, Identity);

    /// <summary>A path no folder has yet.</summary>
    public string NewFolder() => Path.Combine(work, $"export-{Interlocked.Increment(ref folders)}");

    /// <summary>Verifies with what the export brings.</summary>
    internal static Verdict Verify(string folder, Anchors? anchors = null) =>
        new Verification(new ExportFolder(folder), anchors ?? new Anchors()).Run(_ => { }, CancellationToken.None);
}
