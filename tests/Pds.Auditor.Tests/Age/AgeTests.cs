using System.Diagnostics;
using Pds.Auditor.Tests.World;
using Pds.Cryptography;

namespace Pds.Auditor.Tests.Age;

/// <summary>Sealed exports and the ordinary <c>age</c> program understand each other.</summary>
[Trait("Feature", "Q4")]
public sealed class AgeTests(AuditedCity city)
{
    private static readonly bool Installed = File.Exists("/usr/bin/age") && File.Exists("/usr/bin/age-keygen");

    public static TheoryData<int> Sizes => [0, 1, 65_535, 65_536, 65_537, 200_000];

    [Fact]
    public async Task The_exported_file_opens_with_debians_age()
    {
        Assert.SkipUnless(Installed, "The program age is not installed.");
        var folder = Directory.CreateDirectory(city.NewFolder()).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "export.tar.age"), await city.FetchAsync(city.Job), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.txt"), city.Identity.Export() + "\n", TestContext.Current.CancellationToken);

        Run(folder, "age", "-d", "-i", "key.txt", "-o", "export.tar", "export.tar.age").Should().Be(0);
        Run(folder, "tar", "-xf", "export.tar").Should().Be(0);

        AuditedCity.Verify(Path.Combine(folder, city.Job.ExportJobId)).ExitCode.Should().Be(ExitCode.Sound);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_age_seals_opens_here_and_what_is_sealed_here_opens_with_age(int size)
    {
        Assert.SkipUnless(Installed, "The program age is not installed.");
        var folder = Directory.CreateDirectory(city.NewFolder()).FullName;
        var plain = RandomSource.Bytes(size);
        File.WriteAllBytes(Path.Combine(folder, "plain"), plain);
        Run(folder, "age-keygen", "-o", "key.txt").Should().Be(0);
        AgeIdentity.TryParse(File.ReadAllLines(Path.Combine(folder, "key.txt"))[^1], out var identity).Should().BeTrue();
        File.WriteAllBytes(Path.Combine(folder, "ours.age"), Seal(identity!.Recipient, plain));

        Run(folder, "age", "-r", identity.Recipient.ToString(), "-o", "theirs.age", "plain").Should().Be(0);
        Run(folder, "age", "-d", "-i", "key.txt", "-o", "opened", "ours.age").Should().Be(0);

        // age makes no file when there is nothing to write.
        var opened = Path.Combine(folder, "opened");
        (File.Exists(opened) ? File.ReadAllBytes(opened) : []).Should().Equal(plain);
        Open(File.ReadAllBytes(Path.Combine(folder, "theirs.age")), identity).Should().Equal(plain);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_changed_or_shortened_file_opens_for_nobody(int size)
    {
        using var identity = AgeIdentity.Create();
        var sealedFile = Seal(identity.Recipient, RandomSource.Bytes(size));

        Open(sealedFile, identity).Should().HaveCount(size);
        for (var at = 0; at < sealedFile.Length; at += 1 + (sealedFile.Length / 400))
        {
            var changed = sealedFile.ToArray();
            changed[at] ^= 1;
            Open(changed, identity).Should().BeNull($"byte {at} is another one");
            Open(sealedFile[..at], identity).Should().BeNull($"it ends at {at}");
        }
    }

    [Fact]
    public void Another_identity_opens_nothing()
    {
        using var identity = AgeIdentity.Create();
        using var other = AgeIdentity.Create();

        Open(Seal(identity.Recipient, [1, 2, 3]), other).Should().BeNull();
    }

    [Theory]
    [InlineData("AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P")]
    [InlineData("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q")]
    [InlineData("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8")]
    [InlineData("age1")]
    [InlineData("bge1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    public void A_recipient_in_another_spelling_is_refused(string text)
    {
        AgeRecipient.TryParse("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", out _).Should().BeTrue();
        AgeRecipient.TryParse(text, out _).Should().BeFalse();
    }

    private static byte[] Seal(AgeRecipient recipient, byte[] plain)
    {
        using var file = new MemoryStream();
        using var age = new AgeWriter(recipient, file);
        age.Write(plain);
        age.Complete();
        return file.ToArray();
    }

    private static byte[]? Open(byte[] file, AgeIdentity identity)
    {
        using var plain = new MemoryStream();
        return AgeFile.TryOpen(new MemoryStream(file), identity, plain) ? plain.ToArray() : null;
    }

    private static int Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
