using Pds.Ledger;

namespace Pds.Storage;

/// <summary>
/// An advisory lock of the operating system on the data directory: it dies with the process, so a crash never leaves a stale one, and a
/// second process is told whose directory it is instead of writing into it.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string FileName = "pds.lock";
    private readonly FileStream file;

    private DataDirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="LedgerRefusedException">Another process holds the directory.</exception>
    internal static DataDirectoryLock Take(string directory)
    {
        try
        {
            return new DataDirectoryLock(new FileStream(
                Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new LedgerRefusedException(
                "The data directory is in use by another running server. Stop that server, or give this one a directory of its own.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
