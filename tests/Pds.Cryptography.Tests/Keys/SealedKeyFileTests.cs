namespace Pds.Cryptography.Tests.Keys;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SealedKeyFileTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";
    private readonly string folder = Directory.CreateTempSubdirectory("pds-keys-").FullName;

    private string FilePath => Path.Combine(folder, "keys.sealed");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Keys_are_the_same_after_reopening()
    {
        using var created = SealedKeyFile.Create(FilePath, Passphrase, "k-root", "k-gate");
        using var signer = Es256Key.Create();
        using var pkcs8 = signer.Export();
        created.Add("issuer-es256", pkcs8);

        using var opened = SealedKeyFile.Open(FilePath, Passphrase);

        opened.Names.Should().Equal("issuer-es256", "k-gate", "k-root");
        using var before = created.Get("k-root", 1);
        using var after = opened.Get("k-root", 1);
        after.Span.SequenceEqual(before.Span).Should().BeTrue();
        using var reopened = opened.OpenEs256("issuer-es256");
        reopened.PublicKey.Should().Be(signer.PublicKey);
    }

    [Fact]
    public void Only_the_owner_may_read_the_file()
    {
        using var created = SealedKeyFile.Create(FilePath, Passphrase, "k-root");

        File.GetUnixFileMode(FilePath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void File_that_others_may_read_is_refused_with_advice()
    {
        SealedKeyFile.Create(FilePath, Passphrase, "k-root").Dispose();
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var act = () => SealedKeyFile.Open(FilePath, Passphrase);

        act.Should().Throw<KeyFileException>().WithMessage("*0600*");
    }

    [Fact]
    public void Wrong_passphrase_and_damaged_file_give_the_same_message()
    {
        SealedKeyFile.Create(FilePath, Passphrase, "k-root").Dispose();
        var wrong = FluentActions.Invoking(() => SealedKeyFile.Open(FilePath, Passphrase + "!")).Should().Throw<KeyFileException>().Which;
        Spoil(^1);

        var damaged = FluentActions.Invoking(() => SealedKeyFile.Open(FilePath, Passphrase)).Should().Throw<KeyFileException>().Which;

        damaged.Message.Should().Be(wrong.Message);
    }

    [Theory]
    [InlineData(0)] // name of the format
    [InlineData(18)] // memory
    [InlineData(23)] // passes
    [InlineData(30)] // salt
    [InlineData(40)] // suite byte
    [InlineData(41)] // message
    public void Changed_byte_is_refused(int at)
    {
        SealedKeyFile.Create(FilePath, Passphrase, "k-root").Dispose();
        Spoil(at);

        FluentActions.Invoking(() => SealedKeyFile.Open(FilePath, Passphrase)).Should().Throw<KeyFileException>();
    }

    [Fact]
    public void Truncated_file_is_refused()
    {
        SealedKeyFile.Create(FilePath, Passphrase, "k-root").Dispose();
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..60]);

        FluentActions.Invoking(() => SealedKeyFile.Open(FilePath, Passphrase)).Should().Throw<KeyFileException>();
    }

    [Fact]
    public void Cost_below_the_floor_or_above_the_roof_is_refused_before_any_work()
    {
        new PassphraseKey(64 * 1024, 3).IsAcceptable.Should().BeTrue();
        new PassphraseKey((64 * 1024) - 1, 3).IsAcceptable.Should().BeFalse();
        new PassphraseKey(64 * 1024, 2).IsAcceptable.Should().BeFalse();
        new PassphraseKey((1024 * 1024) + 1, 3).IsAcceptable.Should().BeFalse();
        new PassphraseKey(64 * 1024, 17).IsAcceptable.Should().BeFalse();
    }

    [Fact]
    public void Existing_file_is_never_overwritten()
    {
        SealedKeyFile.Create(FilePath, Passphrase, "k-root").Dispose();
        var before = File.ReadAllBytes(FilePath);

        FluentActions.Invoking(() => SealedKeyFile.Create(FilePath, Passphrase, "k-root")).Should().Throw<KeyFileException>();

        File.ReadAllBytes(FilePath).Should().Equal(before);
    }

    [Fact]
    public void Rotation_adds_a_version_and_destroying_the_old_one_survives_reopening()
    {
        using var file = SealedKeyFile.Create(FilePath, Passphrase, "k-root");

        file.Rotate("k-root").Should().Be(2);
        file.Destroy("k-root", 2).Should().BeFalse("the newest version is in use");
        file.Destroy("k-root", 1).Should().BeTrue();

        using var opened = SealedKeyFile.Open(FilePath, Passphrase);
        opened.Versions("k-root").Should().Equal(2);
        opened.Invoking(o => o.Get("k-root", 1)).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void File_holds_no_name_and_no_key_in_clear()
    {
        using var file = SealedKeyFile.Create(FilePath, Passphrase, "k-root");
        using var key = file.Get("k-root", 1);

        var bytes = File.ReadAllBytes(FilePath);

        bytes.AsSpan().IndexOf(key.Span).Should().Be(-1);
        bytes.AsSpan().IndexOf("k-root"u8).Should().Be(-1);
    }

    [Fact]
    public void Refused_write_leaves_memory_and_file_as_they_were()
    {
        var inner = Directory.CreateDirectory(Path.Combine(folder, "gone"));
        using var file = SealedKeyFile.Create(Path.Combine(inner.FullName, "keys.sealed"), Passphrase, "k-root");
        inner.Delete(recursive: true);

        file.Invoking(f => f.Rotate("k-root")).Should().Throw<IOException>();

        file.Versions("k-root").Should().Equal(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ünsafe")]
    [InlineData("a b")]
    public void Odd_name_is_refused(string name)
    {
        FluentActions.Invoking(() => SealedKeyFile.Create(FilePath, Passphrase, name)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Short_passphrase_is_refused() =>
        FluentActions.Invoking(() => SealedKeyFile.Create(FilePath, "short", "k-root")).Should().Throw<KeyFileException>();

    private void Spoil(Index at)
    {
        var bytes = File.ReadAllBytes(FilePath);
        bytes[at] ^= 0x80;
        File.WriteAllBytes(FilePath, bytes);
    }
}
