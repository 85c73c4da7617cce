using Google.Protobuf;
using Pds.Ledger;

namespace Pds.Server.Services;

/// <summary>The row that remembers one call by its request id: SHA-256 of the message ‖ the serialised answer, empty until it is known.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Key">Caller, method, request id.</param>
/// <param name="MessageSha256">Of the message as received.</param>
/// <param name="Expires">When it may be forgotten.</param>
internal sealed record Kept<T>(RowKey Key, byte[] MessageSha256, DateTimeOffset Expires)
    where T : class, IMessage<T>
{
    private bool answered;
    private bool claimed;

    /// <summary>For acts whose answer is known before they are recorded: answer and act are one transaction.</summary>
    public IReadOnlyList<Change> With(T answer)
    {
        answered = true;
        return [Put(answer, expectedVersion: 0)];
    }

    /// <summary>For acts whose answer holds their own proof: the act happens once, whatever the repeat is told.</summary>
    public IReadOnlyList<Change> Claim()
    {
        claimed = true;
        return [Put(null, expectedVersion: 0)];
    }

    /// <summary>The row still to be written when the act is done; null when it holds the answer already.</summary>
    public Change.Put? Missing(T answer) => answered ? null : Put(answer, claimed ? 1 : 0);

    /// <summary>Answers are about persons.</summary>
    public override string ToString() => nameof(Kept<>);

    private Change.Put Put(T? answer, long expectedVersion) =>
        new(Key, (byte[])[.. MessageSha256, .. answer?.ToByteArray() ?? []], Expires: Expires, ExpectedVersion: expectedVersion);
}
