using System.Net;
using System.Text;
using Pds.Auditor.Witness;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Witness;

/// <summary>C2SP tlog-witness on the wire: every status the specification names, its body and its type.</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-23")]
public sealed class WitnessOverHttp : IAsyncLifetime
{
    private readonly TemporaryDirectory folder = new();
    private readonly MemoryLog log = new MemoryLog().Append(9);
    private RunningWitness witness = null!;

    public async ValueTask InitializeAsync() => witness = await RunningWitness.StartAsync(folder.Path, log.Signer.Verifier);

    public async ValueTask DisposeAsync()
    {
        await witness.DisposeAsync();
        log.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_checkpoint_that_follows_is_200_with_a_cosignature_of_now()
    {
        var request = await log.RequestAsync(0, 5);
        Checkpoint.TryOpen(request.Note, log.Signer.Verifier, out var checkpoint).Should().BeTrue();

        var answer = await witness.AddAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        checkpoint!.TryAdd(await answer.Content.ReadAsStringAsync(), witness.Verifier, out _, out var cosignature).Should().BeTrue();
        DateTimeOffset.FromUnixTimeSeconds(cosignature!.Time).Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (await witness.AddAsync(await log.RequestAsync(5))).StatusCode.Should().Be(HttpStatusCode.OK, "the log grew");
        (await witness.AddAsync(await log.RequestAsync(9))).StatusCode.Should().Be(HttpStatusCode.OK, "the same tree again");
    }

    [Fact]
    public async Task A_wrong_old_size_and_a_rollback_are_409_with_the_size_cosigned_last()
    {
        await witness.AddAsync(await log.RequestAsync(0, 9));

        foreach (var request in new[] { await log.RequestAsync(0, 9), await log.RequestAsync(5, 9), await log.RequestAsync(5, 5), await log.RequestAsync(0, 4) })
        {
            var answer = await witness.AddAsync(request);

            answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
            answer.Content.Headers.ContentType!.ToString().Should().Be("text/x.tlog.size");
            (await answer.Content.ReadAsStringAsync()).Should().Be("9\n");
        }
    }

    [Fact]
    public async Task A_log_never_cosigned_is_409_with_zero()
    {
        var answer = await witness.AddAsync(await log.RequestAsync(5, 9));

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).Should().Be("0\n");
    }

    [Fact]
    public async Task An_unknown_log_is_404_and_a_stranger_s_signature_403()
    {
        using var stranger = new MemoryLog(seed: 8).Append(5);
        var other = stranger.Signer.Sign("other.example/log\n5\n" + Convert.ToBase64String(stranger.Tree.Root) + "\n");

        (await witness.AddAsync("old 0\n\n" + other)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await witness.AddAsync(await stranger.RequestAsync(0))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_proof_that_does_not_lead_there_is_422()
    {
        await witness.AddAsync(await log.RequestAsync(0, 5));
        using var fork = Forks.Of(9, changed: 2);

        (await witness.AddAsync(await fork.RequestAsync(5))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await witness.AddAsync(await log.RequestAsync(5))).StatusCode.Should().Be(HttpStatusCode.OK, "the refused request changed nothing");
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Equal_size_with_another_root_is_422_and_both_signed_notes_are_kept()
    {
        await witness.AddAsync(await log.RequestAsync(0, 9));
        using var fork = Forks.Of(9, changed: 2);

        (await witness.AddAsync(await fork.RequestAsync(9))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await witness.AddAsync(await fork.RequestAsync(9))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);

        var evidence = Directory.GetFiles(Path.Combine(folder.Path, WitnessFolder.NameOf(MemoryLog.Origin), "evidence"));
        evidence.Should().HaveCount(2, "one pair, however often it is sent");
        foreach (var (name, root) in new[] { (".known", log.Tree.Root), (".other", fork.Tree.Root) })
        {
            var note = await File.ReadAllTextAsync(evidence.Single(file => file.EndsWith(name, StringComparison.Ordinal)));
            Checkpoint.TryOpen(note, log.Signer.Verifier, out var signed).Should().BeTrue("it convicts without us");
            signed!.Root.Should().Equal(root);
        }
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("old 0\n\n", "no checkpoint")]
    [InlineData("old 1\n\nx\n", "no signature")]
    public async Task What_is_no_request_is_400(string body, string because) =>
        (await witness.AddAsync(body)).StatusCode.Should().Be(HttpStatusCode.BadRequest, because);

    [Fact]
    public async Task An_old_size_above_the_checkpoint_is_400() =>
        (await witness.AddAsync("old 6\n\n" + (await log.RequestAsync(0, 5)).Note)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Bytes_that_are_not_text_are_400_and_a_body_without_end_is_cut_off_with_413()
    {
        var good = Encoding.UTF8.GetBytes((await log.RequestAsync(0, 5)).ToString());

        (await witness.Http.PostAsync(AddCheckpoint.Path, new ByteArrayContent([.. good, 0xff]))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await witness.Http.PostAsync(AddCheckpoint.Path, new ByteArrayContent(new byte[AddCheckpoint.MaxBytes + 1])))
            .StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await witness.Http.GetAsync(AddCheckpoint.Path)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Anybody_may_read_the_checkpoint_cosigned_last()
    {
        var path = WitnessFolder.NameOf(MemoryLog.Origin) + "/checkpoint";
        (await witness.Http.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound, "none was cosigned yet");
        var line = await (await witness.AddAsync(await log.RequestAsync(0))).Content.ReadAsStringAsync();

        var served = await witness.Http.GetStringAsync(path);

        served.Should().EndWith(line, "the same cosignature that was answered");
        Checkpoint.TryOpen(served, log.Signer.Verifier, out var checkpoint).Should().BeTrue();
        checkpoint!.TryFindCosignature(witness.Verifier, out _).Should().BeTrue();
        (await witness.Http.GetAsync(new string('0', 64) + "/checkpoint")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await witness.Http.GetAsync("..%2f..%2fetc/checkpoint")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
