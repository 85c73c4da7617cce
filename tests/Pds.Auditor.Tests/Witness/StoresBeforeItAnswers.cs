using Pds.EndToEnd.Tests;

namespace Pds.Auditor.Tests.Witness;

/// <summary>The order of the system calls of the real process: content synced, renamed, directory synced, and only then the answer (I-23).</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-23")]
public sealed class StoresBeforeItAnswers
{
    [Fact]
    public async Task The_new_state_is_synced_under_its_name_before_the_first_byte_of_the_answer_leaves()
    {
        using var folder = new TemporaryDirectory();
        using var log = new MemoryLog().Append(5);
        await WitnessProcess.MakeKeyAsync(folder.Path, "witness.example/1");
        await using var witness = await WitnessProcess.StartAsync(folder.Path, log.Signer.Verifier.ToString());
        var request = await log.RequestAsync(0);
        await using (await Strace.AttachAsync(
            witness.ProcessId, "-y", "-s", "400", "-e", "trace=fdatasync,fsync,rename,renameat,renameat2,sendto,sendmsg,write,writev", "-o", folder["trace"]))
        {
            (await witness.AddAsync(request)).IsSuccessStatusCode.Should().BeTrue();
        }

        var calls = await File.ReadAllLinesAsync(folder["trace"]);
        var written = Done(calls, 0, "sync(", "/last.");
        var renamed = Done(calls, written, "rename", "/last\"");
        var synced = Done(calls, renamed, "sync(", "/state/");
        var answered = Array.FindIndex(calls, call => call.Contains("HTTP/1.1 200", StringComparison.Ordinal));

        answered.Should().BeGreaterThan(synced, "the answer is the last thing that happens");
        calls.Take(synced).Should().NotContain(call => call.Contains("\u2014") || call.Contains("witness.example/1"), "no cosignature was on its way before");
    }

    // Where another thread ran in between, strace splits a call in two lines: it is done where it is resumed.
    private static int Done(string[] calls, int from, params string[] parts)
    {
        var started = Array.FindIndex(calls, from, call => parts.All(part => call.Contains(part, StringComparison.Ordinal)));
        started.Should().BeGreaterThanOrEqualTo(0, "a call with {0} is in the trace:\n{1}", string.Join(' ', parts), string.Join('\n', calls));
        if (!calls[started].Contains("unfinished", StringComparison.Ordinal))
        {
            return started;
        }

        var thread = calls[started].Split(' ')[0];
        return Array.FindIndex(calls, started + 1, call => call.StartsWith(thread + " ", StringComparison.Ordinal));
    }
}
