using System.Formats.Tar;
using System.Text;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>Exports packed by an enemy: each ends in a named finding, never in a crash, a hang or a "sound".</summary>
[Trait("Feature", "Q4")]
public sealed class HostileExports(AuditedCity city)
{
    [Theory]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/../../outside")]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa//etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/log/../../outside")]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/leaves\\..\\outside")]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/ｌeaves/000000.jsonl")]
    [InlineData("exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/Manifest.json")]
    [InlineData("elsewhere/manifest.json")]
    public void A_name_that_leads_elsewhere_is_not_unpacked(string name)
    {
        var folder = city.NewFolder();

        Unpack(folder, new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) }).Should().BeFalse();

        Directory.Exists(folder).Should().BeFalse();
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.Directory)]
    public void Anything_but_a_regular_file_is_not_unpacked(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/manifest.json");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        Unpack(city.NewFolder(), entry).Should().BeFalse();
    }

    [Fact]
    public void A_file_twice_in_a_tar_is_not_unpacked()
    {
        PaxTarEntry Entry() => new(TarEntryType.RegularFile, "exp_aaaaaaaaaaaaaaaaaaaaaaaaaa/manifest.json") { DataStream = new MemoryStream([1]) };

        Unpack(city.NewFolder(), Entry(), Entry()).Should().BeFalse();
    }

    [Fact]
    public void Bytes_that_are_no_tar_are_not_unpacked()
    {
        new ExportUnpacking(city.NewFolder()).TryRun(new MemoryStream(RandomSource.Bytes(4096))).Should().BeFalse();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("A")]
    [InlineData("лист")]
    [InlineData("a\nb")]
    [InlineData("..")]
    [InlineData("")]
    public void A_manifest_does_not_name_what_is_outside(string name)
    {
        ExportedFile.IsName(name).Should().BeFalse();
    }

    [Fact]
    public void A_line_without_end_is_read_to_its_bound_and_no_further()
    {
        var endless = new EndlessStream();

        var lines = new LineReader(endless, "leaves/000000.jsonl", ExportedLeaf.MaxLineBytes).ReadAll().ToList();

        lines.Should().ContainSingle().Which.Bytes.Should().BeNull();
        endless.Given.Should().BeLessThan(1024 * 1024);
    }

    [Fact]
    public void A_sparse_file_of_ten_gigabytes_is_named_and_not_read()
    {
        var folder = city.Copy(city.Everything);
        using (var file = new FileStream(Path.Combine(folder, "leaves/000000.jsonl"), FileMode.Open))
        {
            file.SetLength(10L * 1024 * 1024 * 1024);
        }

        var verdict = AuditedCity.Verify(folder);

        First(verdict, "A0").Should().Be((Fault.FileChanged, "leaves/000000.jsonl"));
        verdict.ExitCode.Should().Be(ExitCode.Tampered);
    }

    [Theory]
    [InlineData("leaves/000000.jsonl", "A4")]
    [InlineData("consents/000000.jsonl", "A7")]
    [InlineData("acts/000000.jsonl", "A7")]
    [InlineData("receipts/000000.jsonl", "A8")]
    [InlineData("status/000000.jsonl", "A9")]
    [InlineData("catalogue/000000.jsonl", "A4")]
    public void Deep_json_in_a_line_is_a_finding_of_its_check(string file, string check)
    {
        var folder = city.Copy(city.Everything);
        File.AppendAllText(Path.Combine(folder, file), string.Concat(Enumerable.Repeat("{\"a\":", 8_000)) + "1" + new string('}', 8_000) + "\n");

        var verdict = AuditedCity.Verify(folder);

        verdict.Checks.Single(report => report.Id == check).Status.Should().Be(CheckStatus.Tampered);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\u0000")]
    public void A_manifest_that_is_none_ends_the_verification_with_its_name(string text)
    {
        var folder = city.Copy(city.Everything);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), text);

        var verdict = AuditedCity.Verify(folder);

        First(verdict, "A0").Should().Be((Fault.ManifestUnreadable, "manifest.json"));
        verdict.NotRun.Should().HaveCount(10);
        verdict.ExitCode.Should().Be(ExitCode.Tampered);
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_counts_as_missing()
    {
        var folder = city.Copy(city.Everything);
        var file = Path.Combine(folder, "tlog-policy");
        File.Move(file, file + ".txt");
        File.CreateSymbolicLink(file, file + ".txt");

        First(AuditedCity.Verify(folder), "A0").Should().Be((Fault.FileMissing, "tlog-policy"));
    }

    [Fact]
    public void An_empty_folder_is_no_export()
    {
        AuditedCity.Verify(Directory.CreateDirectory(city.NewFolder()).FullName).ExitCode.Should().Be(ExitCode.Tampered);
    }

    [Fact]
    public void Files_of_two_exports_mixed_up_do_not_pass()
    {
        var folder = city.Copy(city.Everything);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => file.Contains("/log/")))
        {
            File.WriteAllText(file, "from another export");
        }

        AuditedCity.Verify(folder).ExitCode.Should().Be(ExitCode.Tampered);
    }

    private static (Fault, string) First(Verify.Verdict verdict, string check) =>
        (verdict.Checks.Single(report => report.Id == check).First!.Fault, verdict.Checks.Single(report => report.Id == check).First!.Place);

    private static bool Unpack(string folder, params TarEntry[] entries)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            entries.ToList().ForEach(tar.WriteEntry);
        }

        stream.Position = 0;
        return new ExportUnpacking(folder).TryRun(stream);
    }

    /// <summary>One line that never ends.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            Given += count;
            return count;
        }
    }
}
