using System.Buffers.Binary;
using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Services;

/// <summary>
/// The row that remembers one call by its request id: SHA-256 of the request (32 bytes) ‖ 0 ‖ leaf index of the act's entry (8 bytes, big-endian)
/// while the act is done and its answer not kept yet, or SHA-256 ‖ 1 ‖ the serialised answer.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Key">Caller, method, request id.</param>
/// <param name="RequestSha256">Of the request.</param>
/// <param name="Expires">When it may be forgotten.</param>
/// <param name="Links">The resident as parent when a resident called, so that an erasure finds the row; null otherwise.</param>
internal sealed record Kept<T>(RowKey Key, byte[] RequestSha256, DateTimeOffset Expires, RowLinks? Links = null)
    where T : class, IMessage<T>, new()
{
    private const byte Claimed = 0;
    private const byte Answered = 1;
    private const int KindAt = Sha256.Size;
    private const int RestAt = KindAt + 1;

    /// <summary>The answer went into the transaction of the act.</summary>
    public bool IsInTheAct { get; private set; }

    /// <summary>For acts whose answer is known before they are recorded: answer and act are one transaction.</summary>
    public IReadOnlyList<Change> With(T answer)
    {
        IsInTheAct = true;
        return [Put(answer, version: 0)];
    }

    /// <summary>For acts whose answer holds their own proof: the claim names the act's entry, so that the answer can be told again from it.</summary>
    public IReadOnlyList<Change> Claim() =>
        [new Change.PutIndexed(Key, index => Claiming(index), Links, Expires: Expires, ExpectedVersion: 0)];

    /// <summary>Writes the answer over what stands at a version; 0 for nothing.</summary>
    public Change Put(T answer, long version) =>
        new Change.Put(Key, (byte[])[.. RequestSha256, Answered, .. answer.ToByteArray()], Links, Expires: Expires, ExpectedVersion: version);

    /// <summary>Whether the row is of this very request.</summary>
    public bool IsOf(Row row) => FixedTime.Equals(row.Body.Span[..Sha256.Size], RequestSha256);

    /// <summary>The answer the row holds; null while it is only claimed.</summary>
    public static T? AnswerIn(Row row) =>
        row.Body.Span[KindAt] == Answered ? new MessageParser<T>(() => new T()).ParseFrom(row.Body.Span[RestAt..]) : null;

    /// <summary>The leaf index a claim names.</summary>
    public static long EntryIn(Row row) => BinaryPrimitives.ReadInt64BigEndian(row.Body.Span[RestAt..]);

    /// <summary>Answers are about persons.</summary>
    public override string ToString() => nameof(Kept<>);

    private byte[] Claiming(long index)
    {
        var body = new byte[RestAt + sizeof(long)];
        RequestSha256.CopyTo(body, 0);
        body[KindAt] = Claimed;
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(RestAt), index);
        return body;
    }
}
