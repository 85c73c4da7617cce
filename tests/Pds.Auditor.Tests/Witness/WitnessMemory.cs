using System.Net;
using Pds.Auditor.Witness;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Witness;

/// <summary>What a witness remembers outlives it, and a witness that forgot does not sign.</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-22")]
[Trait("Invariant", "I-23")]
public sealed class WitnessMemory : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly MemoryLog log = new MemoryLog().Append(9);

    private string LogFolder => Path.Combine(folder.Path, WitnessFolder.NameOf(MemoryLog.Origin));

    [Fact]
    public async Task A_restarted_witness_goes_on_from_what_it_cosigned()
    {
        await using (var first = await StartAsync())
        {
            await first.AddAsync(await log.RequestAsync(0, 5));
        }

        await using var second = await StartAsync();
        using var fork = Forks.Of(9, changed: 1);

        (await second.AddAsync(await fork.RequestAsync(0))).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await second.AddAsync(await fork.RequestAsync(5))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await second.AddAsync(await log.RequestAsync(5))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task When_the_state_cannot_be_written_nothing_is_signed()
    {
        await using var witness = await StartAsync();
        await witness.AddAsync(await log.RequestAsync(0, 5));
        var last = Path.Combine(LogFolder, "last");
        File.Move(last, last + ".aside");
        Directory.CreateDirectory(Path.Combine(last, "in the way"));

        var failed = await witness.AddAsync(await log.RequestAsync(5, 7));

        failed.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await failed.Content.ReadAsStringAsync()).Should().NotContain("\u2014");
        (await witness.Http.GetStringAsync(WitnessFolder.NameOf(MemoryLog.Origin) + "/checkpoint")).Should().Contain("\n5\n");
        Directory.Delete(last, recursive: true);
        (await witness.AddAsync(await log.RequestAsync(5, 7))).StatusCode.Should().Be(HttpStatusCode.OK, "the disk is back");
    }

    [Fact]
    public async Task An_older_state_put_back_beside_a_newer_cosigned_checkpoint_is_refused()
    {
        await using (var witness = await StartAsync())
        {
            await witness.AddAsync(await log.RequestAsync(0, 5));
            File.Copy(Path.Combine(LogFolder, "last"), Path.Combine(folder.Path, "older"));
            await witness.AddAsync(await log.RequestAsync(5, 9));
        }

        File.Copy(Path.Combine(folder.Path, "older"), Path.Combine(LogFolder, "last"), overwrite: true);

        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<InvalidDataException>()).WithMessage("*older than it was*");
    }

    [Fact]
    public async Task A_changed_state_is_refused()
    {
        await using (var witness = await StartAsync())
        {
            await witness.AddAsync(await log.RequestAsync(0, 5));
        }

        var last = Path.Combine(LogFolder, "last");
        await File.WriteAllTextAsync(last, (await File.ReadAllTextAsync(last)).Replace("\n5\n", "\n4\n", StringComparison.Ordinal));

        await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task Two_witnesses_on_one_state_are_refused()
    {
        await using var first = await StartAsync();

        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<InvalidDataException>()).WithMessage("*one state directory has one witness*");
    }

    [Fact]
    public async Task Evidence_of_a_hostile_log_is_bounded()
    {
        await using var witness = await StartAsync();
        await witness.AddAsync(await log.RequestAsync(0, 9));
        for (var i = 0; i < WitnessFolder.MaxEvidence + 20; i++)
        {
            byte[] root = Sha256.Hash(BitConverter.GetBytes(i));
            await witness.AddAsync("old 9\n\n" + Checkpoint.Sign(log.Signer, 9, root).Note);
        }

        Directory.GetFiles(Path.Combine(LogFolder, "evidence")).Should().HaveCount(2 * WitnessFolder.MaxEvidence);
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private Task<RunningWitness> StartAsync() => RunningWitness.StartAsync(folder.Path, log.Signer.Verifier);
}
