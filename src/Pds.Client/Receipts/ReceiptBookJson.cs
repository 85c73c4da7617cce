using System.Text.Json.Serialization;

namespace Pds.Client;

/// <summary>Source-generated JSON of the receipt book's rows.</summary>
[JsonSerializable(typeof(KeptReceipt))]
internal sealed partial class ReceiptBookJson : JsonSerializerContext;
