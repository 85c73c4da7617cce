using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pds.Cryptography;

/// <summary>Files that are either wholly old or wholly new after a crash, and errors that are not swallowed.</summary>
public static class DurableFile
{
    /// <summary>Mode 0600: only the owner reads.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode 0644: everybody reads.</summary>
    public const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces <paramref name="path"/> in one step: temporary file, checked fdatasync, rename, checked directory sync.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="mode">Permissions of the new file.</param>
    /// <param name="syncDirectory">False when the caller writes many files and calls <see cref="SyncDirectory"/> itself.</param>
    /// <exception cref="IOException">The disk refused; the old file, if any, is still whole.</exception>
    public static void WriteAtomically(
        string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerOnly, bool syncDirectory = true)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Convert.ToHexStringLower(RandomSource.Bytes(6))}.tmp";
        try
        {
            Write(temporary, content, mode);

            // If power fails here, the old file is whole and a .tmp file is left over.
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        // If power fails here, the directory may name the old or the new file; both are whole.
        if (syncDirectory)
        {
            SyncDirectory(Path.GetDirectoryName(full)!);
        }

        // From here on the new file survives a power failure.
    }

    /// <summary>Makes created, renamed and deleted names of a directory durable.</summary>
    /// <exception cref="IOException">The disk refused, or there is no such directory.</exception>
    public static void SyncDirectory(string directory)
    {
        // Windows has no such call; there the rename itself is journaled.
        if (!OperatingSystem.IsWindows() && NativeFile.SynchroniseDirectory(directory) != 0)
        {
            throw Failed("directory", directory);
        }
    }

    /// <summary>Makes the written bytes of an open file durable.</summary>
    /// <exception cref="IOException">The disk refused: what was written may be lost, even if a later call succeeds.</exception>
    public static void Sync(SafeFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(handle);
        }
        else if (NativeFile.Synchronise(handle) != 0)
        {
            throw Failed("file", string.Empty);
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        using var file = new FileStream(path, Options(mode));
        file.Write(content);
        file.Flush();
        Sync(file.SafeFileHandle);
    }

    private static FileStreamOptions Options(UnixFileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return options;
    }

    private static IOException Failed(string what, string name)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Could not make the {what} durable {name}: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
    }
}
