using Google.Protobuf;
using Google.Rpc;

namespace Pds.TestCity;

/// <summary>What came back from one gRPC call, as it travelled.</summary>
/// <param name="Code">grpc-status.</param>
/// <param name="StatusBytes">The rich status, as sent; empty when there was none.</param>
/// <param name="Messages">The messages.</param>
/// <param name="Head">The HTTP status, and every header and trailer as it came, in the order it came.</param>
public sealed record Answer(int Code, byte[] StatusBytes, IReadOnlyList<byte[]> Messages, IReadOnlyList<string> Head)
{
    private const string DetailsHeader = "grpc-status-details-bin";
    private const string DateHeader = "date";

    /// <summary>The rich status.</summary>
    public Status Status => Status.Parser.ParseFrom(StatusBytes);

    /// <summary>The reason, or OK, or a note that there was none.</summary>
    public string Reason => Code == 0 ? "OK" : StatusBytes.Length == 0 ? $"code {Code} without details" : Info.Single().Reason;

    /// <summary>The ErrorInfos; there must be exactly one.</summary>
    public IReadOnlyList<ErrorInfo> Info => [.. Status.Details.Where(d => d.Is(ErrorInfo.Descriptor)).Select(d => d.Unpack<ErrorInfo>())];

    /// <summary>
    /// Everything the caller could see, HTTP status, headers and trailers in their order, with the server's request id blanked and the second of
    /// the answer left out: what may not tell two situations apart.
    /// </summary>
    public byte[] WithoutRequestId()
    {
        var status = Status;
        foreach (var detail in status.Details.Where(d => d.Is(RequestInfo.Descriptor)))
        {
            detail.Value = ByteString.CopyFrom(new byte[detail.Value.Length]);
        }

        var head = Head.Select(line =>
            line.StartsWith(DetailsHeader + ":", StringComparison.Ordinal) ? $"{DetailsHeader}: {line.Length} {Convert.ToHexString(status.ToByteArray())}"
            : line.StartsWith(DateHeader + ":", StringComparison.Ordinal) ? DateHeader
            : line);
        return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. head, .. Messages.Select(Convert.ToHexString)]));
    }

    /// <summary>The one message of a good answer.</summary>
    public T Read<T>()
        where T : IMessage<T>, new() =>
        Code == 0 ? new MessageParser<T>(() => new T()).ParseFrom(Messages.Single()) : throw new InvalidOperationException($"Refused: {Reason}");
}
