using Pds.Ledger;

namespace Pds.Auditor.Tests.Explain;

/// <summary><c>pds-audit paper</c>: the square code of a printed receipt, read by somebody with nothing but the log's key.</summary>
[Trait("Feature", "G8")]
[Trait("Feature", "Q2")]
public sealed class PrintedReceipts : IDisposable
{
    private readonly MemoryLog log = new MemoryLog().Append(50);
    private readonly string folder = Directory.CreateTempSubdirectory("pds-paper-").FullName;

    [Theory]
    [InlineData("", 0, "本物です", "as it is")]
    [InlineData("\n", 0, "本物です", "a reader's own line end")]
    [InlineData("cr", 0, "本物です", "two characters for a line end")]
    [InlineData("flip", 3, "書きかえられた", "one character changed")]
    [InlineData("cut", 3, "読み取れていません", "half of it")]
    [InlineData("more", 3, "書きかえられた", "another line behind it")]
    [InlineData("none", 3, "読み取れていません", "nothing")]
    public async Task A_code_is_genuine_or_it_is_not(string how, int exitCode, string says, string because)
    {
        var text = await CodeAsync();
        var changed = how switch
        {
            "flip" => text.Replace("index 7", "index 6", StringComparison.Ordinal),
            "cut" => text[..(text.Length / 2)],
            "more" => text + "and more\n",
            "none" => "",
            "cr" => text.ReplaceLineEndings("\r\n"),
            _ => text + how,
        };

        var told = await RunAsync(changed, log.Signer.Verifier.ToString());

        told.ExitCode.Should().Be(exitCode, because);
        (told.Output + told.Errors).Should().Contain(says, because);
    }

    [Fact]
    public async Task Another_logs_key_and_no_key_are_told_apart()
    {
        using var other = new MemoryLog(8).Append(1);

        (await RunAsync(await CodeAsync(), other.Signer.Verifier.ToString())).ExitCode.Should().Be(3);
        (await RunAsync(await CodeAsync(), "no key")).ExitCode.Should().Be(64);
        (await AuditProgram.RunAsync("paper", Path.Combine(folder, "none"), "--key", log.Signer.Verifier.ToString())).ExitCode.Should().Be(64);
    }

    public void Dispose()
    {
        log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<AuditProgram> RunAsync(string text, string key)
    {
        var file = Path.Combine(folder, "code.txt");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return await AuditProgram.RunAsync("paper", file, "--key", key);
    }

    private async Task<string> CodeAsync()
    {
        var proof = TlogProof.Of(await log.Tree.ProveAsync(7, log.Tree.Size, TestContext.Current.CancellationToken), log.Checkpoint(), opening: null);
        return PaperProof.Of(proof, TestLeaves.Commitment(7), new byte[32], log.Signer.Verifier.Name).ToString();
    }
}
