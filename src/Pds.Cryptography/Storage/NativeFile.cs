using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pds.Cryptography;

/// <summary>
/// The three system calls that tell the truth about a disk. On Linux the platform's own <c>Flush(true)</c> and
/// <c>FlushToDisk</c> report success when fsync failed, so writes that are promised go through here.
/// </summary>
internal static partial class NativeFile
{
    private const int ReadOnly = 0;

    public static int Synchronise(SafeFileHandle handle) => OperatingSystem.IsLinux() ? DataSync(handle) : FullSync(handle);

    public static int SynchroniseDirectory(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            return descriptor;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return FullSync(handle);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FullSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
