using System.Buffers.Binary;
using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// What stands between a clear row and the store. Keys and links are blinded under K_index, each table and column apart; bodies are sealed
/// under a key of their table derived from K_ledger, bound to everything the store keeps beside them but the ordinal: origin, table, blinded
/// key, both links, version, number and expiry. So no row opens in another's place, as its own past, for another owner or for a longer
/// time. Inside: <c>u16 key length ‖ key ‖ body</c>. Safe from any thread.
/// </summary>
internal sealed class RowCipher : IDisposable
{
    private const int BlindBytes = 16;

    private readonly string origin;
    private readonly SecretBytes blindKey;
    private readonly Dictionary<Table, SecretBytes> tableKeys;

    internal RowCipher(RecorderKeys keys, string origin)
    {
        this.origin = origin;
        blindKey = keys.Index.Derive(Labels.RowBlind, LengthPrefixed.Of(Labels.RowBlind, origin), HmacSha256.Size);
        tableKeys = Enum.GetValues<Table>().ToDictionary(
            table => table,
            table => keys.Ledger.Derive(Labels.RowKey, LengthPrefixed.Of(Labels.RowKey, origin, (long)table), Cryptography.Seal.KeySize));
    }

    internal byte[] Blind(RowKey key)
    {
        var length = Encoding.UTF8.GetByteCount(key.Key ?? string.Empty);
        return length is > 0 and <= RowKey.MaxKeyBytes && tableKeys.ContainsKey(key.Table)
            ? Blind(key.Table, "key", key.Key!)
            : throw new ArgumentException($"A row key of table {key.Table} has 1 to {RowKey.MaxKeyBytes} bytes.");
    }

    internal byte[]? BlindLink(Table table, LinkColumn column, string? value) =>
        value is null ? null : Blind(table, column == LinkColumn.Parent ? "parent" : "other", value);

    internal byte[] BlindChain(ChainId chain) => Blind(Table.Chains, "chain", chain.Name);

    /// <summary>The row of a place (links, version, number, expiry) with its body sealed for that place and no other.</summary>
    internal StoredRow Seal(RowKey key, StoredRow place, ReadOnlySpan<byte> body)
    {
        var keyBytes = Encoding.UTF8.GetByteCount(key.Key);
        var plain = new byte[sizeof(ushort) + keyBytes + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(plain, (ushort)keyBytes);
        Encoding.UTF8.GetBytes(key.Key, plain.AsSpan(sizeof(ushort)));
        body.CopyTo(plain.AsSpan(sizeof(ushort) + keyBytes));
        return place with { Body = Cryptography.Seal.Close(tableKeys[key.Table], ContextOf(key.Table, place), plain) };
    }

    /// <exception cref="InvalidDataException">The row was changed at rest.</exception>
    internal Row Open(Table table, StoredRow stored)
    {
        if (!Cryptography.Seal.TryOpen(tableKeys[table], ContextOf(table, stored), stored.Body, out var plain)
            || plain.Length < sizeof(ushort)
            || BinaryPrimitives.ReadUInt16BigEndian(plain) + sizeof(ushort) is var start && start > plain.Length)
        {
            throw new InvalidDataException($"A row of table {table} (ordinal {stored.Ordinal}) does not open: it was changed at rest.");
        }

        var key = Encoding.UTF8.GetString(plain.AsSpan(sizeof(ushort)..start));
        return new Row(new RowKey(table, key), stored.Version, stored.Number, stored.Ordinal, plain.AsMemory(start));
    }

    public void Dispose()
    {
        blindKey.Dispose();
        foreach (var key in tableKeys.Values)
        {
            key.Dispose();
        }
    }

    private byte[] Blind(Table table, string column, string value) =>
        HmacSha256.Mac(blindKey.Span, LengthPrefixed.Of(Labels.RowBlind, (long)table, column, value))[..BlindBytes];

    // An absent link or expiry is an empty part; a present one has 16 or 8 bytes, so the two are never confused.
    private byte[] ContextOf(Table table, StoredRow row) => LengthPrefixed.Of(
        Labels.RowBody,
        origin,
        (long)table,
        row.Key,
        row.Parent ?? [],
        row.Other ?? [],
        row.Version,
        row.Number,
        row.ExpiresHour is long hour ? hour : Array.Empty<byte>());
}
