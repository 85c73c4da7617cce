using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>One organisation sees one history of the log, across calls, entries and restarts.</summary>
[Trait("Invariant", "I-22")]
public sealed class SeenLogTests
{
    [Fact]
    public async Task A_log_that_grows_is_followed_and_its_newest_checkpoint_kept()
    {
        await using var here = await EnrolledCity.StartAsync();

        for (var calls = 0; calls < 5; calls++)
        {
            await here.Client.RequestDataAsync(here.AskName);
        }

        here.Client.Dispose();
        using var again = new PdsClient(here.Options);
        Checkpoint.TryOpen(again.Receipts.NewestCheckpoint, here.City.Log.Signer.Verifier, out var newest).Should().BeTrue();
        newest!.Size.Should().Be(11); // one consent, and two entries for each call
        (await again.RequestDataAsync(here.AskName)).Records.Should().ContainSingle();
    }

    [Theory]
    [InlineData(1)] // goes on with a leaf of its own at a place that was signed before, and is longer than what we know
    [InlineData(2)] // the same size, another root
    [InlineData(3)] // shorter than what we know
    public async Task A_log_that_lost_what_it_had_signed_is_refused_with_both_sizes(int lost)
    {
        await using var here = await EnrolledCity.StartAsync();
        await here.Client.RequestDataAsync(here.AskName);
        here.City.Log.Forget(lost);

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        var refusal = (await ask.Should().ThrowAsync<PdsException>()).Which;
        refusal.Reason.Should().Be(LocalReasons.LogForked);
        refusal.Fork!.KnownSize.Should().Be(3);
        refusal.Fork.ShownSize.Should().Be(5 - lost);
        refusal.Message.Should().Contain("3").And.Contain($"{5 - lost}");
        Checkpoint.TryOpen(refusal.Fork.KnownCheckpoint, here.City.Log.Signer.Verifier, out _).Should().BeTrue();
        Checkpoint.TryOpen(refusal.Fork.ShownCheckpoint, here.City.Log.Signer.Verifier, out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_fork_is_still_refused_after_a_restart()
    {
        await using var here = await EnrolledCity.StartAsync();
        await here.Client.RequestDataAsync(here.AskName);
        here.Client.Dispose();
        here.City.Log.Forget(1);
        using var again = new PdsClient(here.Options);

        var ask = () => again.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LogForked);
    }

    [Fact]
    public async Task A_receipt_out_of_a_forked_log_is_not_kept()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Log.Forget(1);
        var second = TinyGrants.Give(here.City, here.Options, here.Client.OrganizationId);

        var fetch = () => here.Client.FetchReceiptAsync(second.Grant.ToString());

        (await fetch.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LogForked);
        here.Client.Receipts.Find(second.Grant.ToString()).Should().BeNull();
    }

    [Fact]
    public async Task Two_entries_out_of_unrelated_trees_are_refused_although_one_of_them_is_known()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Data = answer =>
        {
            // The disclosure goes on with the log we know; the intent's own proof comes from a log with another leaf in its place.
            var intent = Opening(here, answer.Intent);
            here.City.Log.Forget(2);
            var elsewhere = here.City.Log.Append(intent);
            here.City.Log.Forget(1);
            here.City.Log.Append(TinyEntries.Disclosed(here.Grant, Sha256.Hash("one"u8), [1], ["name"]));
            answer.Disclosed = here.City.Log.Append(Opening(here, answer.Disclosed));
            answer.Intent = elsewhere;
            return answer;
        };

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LogForked);
    }

    [Fact]
    public async Task Two_calls_at_once_cannot_each_carry_on_with_a_history_of_their_own()
    {
        using var folder = new TemporaryFolder();
        using var key = Ed25519Key.Create();
        using var book = new ReceiptBook(Path.Combine(folder.Path, "receipts.db"), SecretBytes.Random(32));
        var signer = new NoteSigner(TinyCity.Origin, key);
        var (one, other) = (Leaves(4, 1), Leaves(4, 2)); // alike in their first two leaves
        // A server that proves to each caller what that caller wants to see.
        var claims = new Queue<byte[][]>([one, other, other]);
        using var seen = new SeenLog(
            book.NewestCheckpoint, book.KeepCheckpoint, signer.Verifier, async (older, newer, _) =>
            {
                await Task.Delay(20);
                return ConsistencyProof.Build(claims.Dequeue().AsSpan(0, (int)newer.Size), older.Size);
            }, TimeProvider.System);
        await seen.RequireAsync(Of(signer, one, 2), default);

        var both = new[] { seen.RequireAsync(Of(signer, one, 3), default), seen.RequireAsync(Of(signer, other, 4), default) };
        var outcome = () => Task.WhenAll(both);

        (await outcome.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LogForked);
        both.Count(task => task.IsCompletedSuccessfully).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_cannot_be_asked_is_not_called_a_fork()
    {
        using var folder = new TemporaryFolder();
        using var key = Ed25519Key.Create();
        using var book = new ReceiptBook(Path.Combine(folder.Path, "receipts.db"), SecretBytes.Random(32));
        var signer = new NoteSigner(TinyCity.Origin, key);
        var leaves = Leaves(4, 1);
        using var seen = new SeenLog(
            book.NewestCheckpoint, book.KeepCheckpoint, signer.Verifier, (_, _, _) => throw new PdsException(LocalReasons.ServerUnreachable, "", retryable: true), TimeProvider.System);
        await seen.RequireAsync(Of(signer, leaves, 2), default);

        var later = () => seen.RequireAsync(Of(signer, leaves, 3), default);

        (await later.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.ServerUnreachable);
    }

    [Fact]
    public async Task A_checkpoint_is_asked_about_once_and_another_root_of_its_size_is_a_fork()
    {
        using var folder = new TemporaryFolder();
        using var key = Ed25519Key.Create();
        using var book = new ReceiptBook(Path.Combine(folder.Path, "receipts.db"), SecretBytes.Random(32));
        var signer = new NoteSigner(TinyCity.Origin, key);
        var (one, other) = (Leaves(6, 1), Leaves(6, 2));
        var asked = 0;
        using var seen = new SeenLog(
            book.NewestCheckpoint, book.KeepCheckpoint, signer.Verifier, (older, newer, _) =>
            {
                asked++;
                return Task.FromResult<ConsistencyProof?>(ConsistencyProof.Build(one.AsSpan(0, (int)newer.Size), older.Size));
            }, TimeProvider.System);
        foreach (var size in (int[])[2, 6, 4, 4, 6, 4])
        {
            await seen.RequireAsync(Of(signer, one, size), default);
        }

        var forked = () => seen.RequireAsync(Of(signer, other, 4), default);

        asked.Should().Be(2, "6 follows from 2, and 4 is a part of 6");
        (await forked.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LogForked);
    }

    private static EntryOpening Opening(EnrolledCity here, LedgerEvidence evidence)
    {
        TlogProof.TryParse(evidence.TlogProof.ToStringUtf8(), out var proof).Should().BeTrue();
        proof!.TryVerifyOpening(here.City.Log.Signer.Verifier, out var opening, out _).Should().BeTrue();
        return opening!;
    }

    private static byte[][] Leaves(int count, byte branch) =>
        [.. Enumerable.Range(0, count).Select(at => Sha256.Hash([(byte)at, at < 2 ? (byte)0 : branch]))];

    private static Checkpoint Of(NoteSigner signer, byte[][] leaves, int size) =>
        Checkpoint.Sign(signer, size, MerkleTree.Root(leaves.AsSpan(0, size)));
}
