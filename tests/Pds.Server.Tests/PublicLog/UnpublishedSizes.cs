using Google.Protobuf;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.PublicLog;

/// <summary>Between two beats of the public directory nobody can ask how far the log has come, except about a checkpoint they were given (I-25).</summary>
[Trait("Invariant", "I-25")]
public sealed class UnpublishedSizes : IAsyncLifetime
{
    private const string Path = "/pds.v1.LedgerService/GetConsistencyProof";
    private City city = null!;
    private Story story = null!;
    private long published;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(options => options.PublishSeconds = 3600);
        story = await Story.PlayAsync(city);
        published = city.Server.Roles.Recorder.Published!.Size;
    }

    [Fact]
    public async Task Anybody_learns_the_published_size_and_no_other()
    {
        var newest = city.Server.Roles.Recorder.Latest;

        newest.Size.Should().BeGreaterThan(published);
        (await AskAsync(published)).Should().Be("OK");
        for (var size = published + 1; size <= newest.Size + 2; size++)
        {
            (await AskAsync(size)).Should().Be("NOT_FOUND");
            (await AskAsync(size, new byte[32])).Should().Be("NOT_FOUND");
        }

        (await AskAsync(newest.Size, new byte[31])).Should().Be("INVALID_ARGUMENT");
        (await AskAsync(newest.Size + 1, newest.Root)).Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task Whoever_was_given_a_checkpoint_may_ask_about_it_at_once_and_when_the_log_went_on()
    {
        var given = city.Server.Roles.Recorder.Latest;

        (await AskAsync(given.Size, given.Root)).Should().Be("OK");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("OK");

        city.Server.Roles.Recorder.Latest.Size.Should().BeGreaterThan(given.Size);
        (await AskAsync(given.Size, given.Root)).Should().Be("OK");
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private async Task<string> AskAsync(long size, byte[]? root = null) => (await city.Anybody.AskAsync(Path, new GetConsistencyProofRequest
    {
        OldSize = 1, NewSize = size, NewRoot = ByteString.CopyFrom(root ?? []),
    })).Reason;
}
