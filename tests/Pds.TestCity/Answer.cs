using Google.Protobuf;
using Google.Rpc;

namespace Pds.TestCity;

/// <summary>What came back from one gRPC call, as it travelled.</summary>
/// <param name="Code">grpc-status.</param>
/// <param name="StatusBytes">The rich status, as sent; empty when there was none.</param>
/// <param name="Messages">The messages.</param>
public sealed record Answer(int Code, byte[] StatusBytes, IReadOnlyList<byte[]> Messages)
{
    /// <summary>The rich status.</summary>
    public Status Status => Status.Parser.ParseFrom(StatusBytes);

    /// <summary>The reason, or OK, or a note that there was none.</summary>
    public string Reason => Code == 0 ? "OK" : StatusBytes.Length == 0 ? $"code {Code} without details" : Info.Single().Reason;

    /// <summary>The ErrorInfos; there must be exactly one.</summary>
    public IReadOnlyList<ErrorInfo> Info => [.. Status.Details.Where(d => d.Is(ErrorInfo.Descriptor)).Select(d => d.Unpack<ErrorInfo>())];

    /// <summary>Everything the caller could see, with the server's request id blanked: what may not tell two situations apart.</summary>
    public byte[] WithoutRequestId()
    {
        var status = Status;
        foreach (var detail in status.Details.Where(d => d.Is(RequestInfo.Descriptor)))
        {
            detail.Value = ByteString.CopyFrom(new byte[detail.Value.Length]);
        }

        return status.ToByteArray();
    }

    /// <summary>The one message of a good answer.</summary>
    public T Read<T>()
        where T : IMessage<T>, new() =>
        Code == 0 ? new MessageParser<T>(() => new T()).ParseFrom(Messages.Single()) : throw new InvalidOperationException($"Refused: {Reason}");
}
