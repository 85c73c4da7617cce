namespace Pds.Client;

/// <summary>Full names of the methods that a key-binding JWT names.</summary>
internal static class Methods
{
    public const string RequestData = "/pds.v1.DisclosureService/RequestData";
    public const string RequestDataBatch = "/pds.v1.DisclosureService/RequestDataBatch";
}
