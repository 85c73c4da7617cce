using Microsoft.Win32.SafeHandles;

namespace Pds.Cryptography.Tests.Storage;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DurableFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pds-file-").FullName;

    private string FilePath => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void File_is_replaced_whole_and_nothing_else_is_left()
    {
        DurableFile.WriteAtomically(FilePath, "old and longer"u8);
        DurableFile.WriteAtomically(FilePath, "new"u8, DurableFile.Public);

        File.ReadAllText(FilePath).Should().Be("new");
        Directory.GetFiles(folder).Should().ContainSingle();
        File.GetUnixFileMode(FilePath).Should().Be(DurableFile.Public);
    }

    [Fact]
    public void File_is_for_its_owner_unless_said_otherwise()
    {
        DurableFile.WriteAtomically(FilePath, "x"u8);

        File.GetUnixFileMode(FilePath).Should().Be(DurableFile.OwnerOnly);
    }

    [Fact]
    public void Refused_rename_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(FilePath);

        FluentActions.Invoking(() => DurableFile.WriteAtomically(FilePath, "x"u8)).Should().Throw<SystemException>();

        Directory.GetFiles(folder).Should().BeEmpty();
    }

    // A pipe cannot be synchronised: the kernel says EINVAL, and the platform's own flush would have hidden it.
    [Fact]
    public void Failed_sync_is_an_error()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        var descriptor = pipe.SafePipeHandle.DangerousGetHandle();
        using var handle = new SafeFileHandle(descriptor, ownsHandle: false);

        FluentActions.Invoking(() => DurableFile.Sync(handle)).Should().Throw<IOException>().WithMessage("*durable*");
    }

    [Fact]
    public void Sync_of_a_missing_directory_is_an_error() =>
        FluentActions.Invoking(() => DurableFile.SyncDirectory(Path.Combine(folder, "none"))).Should().Throw<IOException>();
}
