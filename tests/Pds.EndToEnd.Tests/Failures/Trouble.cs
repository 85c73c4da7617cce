using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pds.EndToEnd.Tests;

/// <summary>Something that keeps the server from recording. It lasts until it is disposed.</summary>
internal static class Trouble
{
    private const string Syncs = "fdatasync,fsync";

    /// <summary>Every sync answers EIO, as a dying disk does.</summary>
    public static async Task<IAsyncDisposable> SyncFailsAsync(RunningCity city) =>
        await Strace.AttachAsync(city.Server.ProcessId, "-o", "/dev/null", "-e", $"trace={Syncs}", "-e", $"inject={Syncs}:error=EIO");

    /// <summary>Every write at an offset answers ENOSPC, as a full disk does.</summary>
    public static async Task<IAsyncDisposable> DiskIsFullAsync(RunningCity city) =>
        await Strace.AttachAsync(city.Server.ProcessId, "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC");

    /// <summary>Every sync takes four seconds: twice what a caller is made to wait.</summary>
    public static async Task<IAsyncDisposable> SyncIsSlowAsync(RunningCity city) =>
        await Strace.AttachAsync(city.Server.ProcessId, "-o", "/dev/null", "-e", $"trace={Syncs}", "-e", $"inject={Syncs}:delay_enter=4000000");

    /// <summary>Another process holds the database's write lock and does not let go.</summary>
    public static async Task<IAsyncDisposable> DatabaseIsLockedAsync(RunningCity city)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(city.Data, "pds.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false,
        }.ToString());
        await connection.OpenAsync();
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>A file system of its own for a folder, in memory; skips by name where mounting is refused.</summary>
    public static async Task<IAsyncDisposable> OwnFileSystemAsync(string folder, int megabytes)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder) == 0,
            "mounting a small file system is not allowed here.");
        return new Mounted(folder);
    }

    /// <summary>A file that takes what room is left.</summary>
    public static IAsyncDisposable FillUp(string folder)
    {
        var path = Path.Combine(folder, "ballast");
        using (var ballast = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
        {
            foreach (var block in (int[])[1 << 20, 1 << 12, 1])
            {
                WriteUntilFull(ballast, new byte[block]);
            }
        }

        return new Ballast(path);
    }

    private static void WriteUntilFull(FileStream ballast, byte[] block)
    {
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full for blocks of this size.
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private sealed class Mounted(string folder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", folder);
    }

    private sealed class Ballast(string path) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            File.Delete(path);
            return ValueTask.CompletedTask;
        }
    }
}
