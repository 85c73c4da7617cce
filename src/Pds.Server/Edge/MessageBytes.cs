using System.Buffers;
using System.Buffers.Binary;

namespace Pds.Server.Edge;

/// <summary>What reading a request's body came to. A closed set.</summary>
internal abstract record MessageBytes
{
    private const int FrameHeader = 5;

    private MessageBytes()
    {
    }

    /// <summary>The message as received: the inside of the one gRPC frame, or the JSON body.</summary>
    /// <param name="Message">The bytes that the call proof covers.</param>
    /// <param name="Body">The whole body, to hand on.</param>
    public sealed record Whole(byte[] Message, byte[] Body) : MessageBytes;

    /// <summary>Larger than the method allows.</summary>
    public sealed record TooLarge : MessageBytes;

    /// <summary>The frame says that it is compressed.</summary>
    public sealed record Compressed : MessageBytes;

    /// <summary>Not exactly one whole frame.</summary>
    public sealed record Malformed : MessageBytes;

    /// <summary>Reads a body of at most <paramref name="maxMessageBytes"/>; never holds more than that and one read.</summary>
    public static async ValueTask<MessageBytes> ReadAsync(HttpContext context, bool grpc, int maxMessageBytes, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var limit = maxMessageBytes + (grpc ? FrameHeader : 0);
        if (request.ContentLength > limit)
        {
            return new TooLarge();
        }

        if (request.Headers.ContainsKey("Content-Encoding") || (grpc && request.Headers["grpc-encoding"] is { Count: > 0 } e && e != "identity"))
        {
            return new Compressed();
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new TooLarge();
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return grpc ? Unframe(body) : new Whole(body, body);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static MessageBytes Unframe(byte[] body) =>
        body.Length < FrameHeader ? new Malformed()
        : body[0] == 1 ? new Compressed()
        : body[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) != (uint)(body.Length - FrameHeader) ? new Malformed()
        : new Whole(body[FrameHeader..], body);
}
