namespace Pds.Server.TakeAway;

/// <summary>Names of the files in a ZIP that a resident takes away. The format is <c>pds-take-away/v1</c>, told in <c>README.md</c> of this folder.</summary>
internal static class TakeAwayFiles
{
    public const string Page = "index.html";
    public const string Vault = "data/vault.jsonld";
    public const string Consents = "data/consents.jsonld";
    public const string Uses = "data/uses.jsonld";
    public const string History = "data/history.jsonld";
    public const string LabelKey = "history/label-key.txt";
    public const string ExportProof = "history/this-export.tlog-proof";
    public const string Log = "keys/log.vkey";
    public const string Root = "keys/city-root.der";
    public const string Issuer = "keys/issuer.jwks.json";

    public static string Record(string record) => $"records/{record}.sd-jwt";

    public static string Receipt(string grant) => $"receipts/{grant}.sd-jwt";

    public static string ReceiptProof(string grant) => $"receipts/{grant}.tlog-proof";

    public static string UseProof(long index) => FormattableString.Invariant($"uses/{index}.tlog-proof");

    public static string Schema(string dataset) => $"schema/{dataset.Replace('@', '-')}.json";
}
