namespace Pds.Client.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pds-client-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
