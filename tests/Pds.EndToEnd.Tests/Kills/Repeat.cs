using Google.Protobuf;
using Pds.Client;

namespace Pds.EndToEnd.Tests;

/// <summary>An act with its request id, to be sent again after the crash (I-09).</summary>
/// <param name="Name">The method, for messages.</param>
/// <param name="Again">The same call with the same request id.</param>
internal sealed record Repeat(string Name, Func<Task<IMessage>> Again)
{
    /// <summary>The acknowledged answer; null when the line was cut before one came.</summary>
    public IMessage? Answer { get; set; }

    /// <summary>An acknowledged act answers the same again. One that was cut off is done once, now or before; asked twice more it says one thing.</summary>
    public async Task CheckAsync()
    {
        var first = await AskAsync();
        if (Answer is not null)
        {
            first.Should().Be((Answer, null), "{0} was acknowledged, so its repeat answers the same", Name);
            return;
        }

        (await AskAsync()).Should().Be(first, "{0} answers a request id in one way", Name);
    }

    private async Task<(IMessage? Answer, string? Reason)> AskAsync()
    {
        try
        {
            return (await Again(), null);
        }
        catch (PdsException refusal)
        {
            return (null, refusal.Reason);
        }
    }
}
