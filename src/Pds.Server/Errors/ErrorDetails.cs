using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Pds.Server.Errors;

/// <summary>The detail types of a status. JSON needs them by name: without this registry transcoding answers 500 instead of a refusal.</summary>
internal static class ErrorDetails
{
    /// <summary>The registry.</summary>
    public static TypeRegistry Registry { get; } = TypeRegistry.FromMessages(
        ErrorInfo.Descriptor, LocalizedMessage.Descriptor, RequestInfo.Descriptor, BadRequest.Descriptor, RetryInfo.Descriptor);
}
