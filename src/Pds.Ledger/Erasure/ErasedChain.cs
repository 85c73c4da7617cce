using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The mark that a chain was erased, so that a late refusal or an old backup's habit does not begin it anew. Its key is the blinded name, so
/// the row names nobody, not even to whoever opens it. While events of the chain are still to be dropped, the row stands under <see cref="Left"/>.
/// </summary>
internal static class ErasedChain
{
    /// <summary>Parent of the marks whose events are not all gone.</summary>
    internal const string Left = "erased-chains/left";

    private const string Prefix = "erased-chains/";

    internal static RowKey Key(byte[] blind) => new(Table.ServerFacts, Prefix + Base64Url.Encode(blind));

    internal static bool Owns(RowKey key) => key.Table == Table.ServerFacts && key.Key.StartsWith(Prefix, StringComparison.Ordinal);

    internal static byte[] BlindOf(Row row) => Base64Url.TryDecode(row.Key.Key.Replace(Prefix, string.Empty, StringComparison.Ordinal), out var blind)
        ? blind
        : throw new InvalidDataException("The mark of an erased chain names none.");
}
