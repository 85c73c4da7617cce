using System.Buffers.Binary;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The two keys of a chain: LEK seals its events, LSK derives the blindings of its commitments. At rest both are wrapped under K_ledger
/// in one row: <c>u16 length ‖ wrap of LEK ‖ wrap of LSK</c>. Destroying the row closes the chain; every leaf stays.
/// </summary>
internal sealed class ChainKeys : IDisposable
{
    private ChainKeys(SecretBytes eventKey, SecretBytes blindingKey) => (EventKey, BlindingKey) = (eventKey, blindingKey);

    /// <summary>LEK, 32 bytes.</summary>
    internal SecretBytes EventKey { get; }

    /// <summary>LSK, 32 bytes.</summary>
    internal SecretBytes BlindingKey { get; }

    internal static RowKey RowKeyOf(ChainId chain) => new(Table.Chains, chain.Name);

    internal static ChainKeys Create() => new(SecretBytes.Random(Seal.KeySize), SecretBytes.Random(HmacSha256.Size));

    internal byte[] Wrap(MasterKey ledger, string origin, ChainId chain)
    {
        var context = ContextOf(origin, chain);
        var first = ledger.Wrap(Labels.ChainEventKey, context, EventKey);
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)first.Length);
        return [.. length, .. first, .. ledger.Wrap(Labels.ChainBlindingKey, context, BlindingKey)];
    }

    /// <exception cref="InvalidDataException">The row was changed at rest, or K_ledger is not the one that made it.</exception>
    internal static ChainKeys Unwrap(MasterKey ledger, string origin, ChainId chain, ReadOnlySpan<byte> row)
    {
        var context = ContextOf(origin, chain);
        var split = row.Length < sizeof(ushort) ? 0 : sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(row);
        if (split > 0 && split < row.Length && ledger.TryUnwrap(Labels.ChainEventKey, context, row[sizeof(ushort)..split], out var eventKey))
        {
            if (ledger.TryUnwrap(Labels.ChainBlindingKey, context, row[split..], out var blindingKey))
            {
                return new ChainKeys(eventKey, blindingKey);
            }

            eventKey.Dispose();
        }

        throw new InvalidDataException("The keys of a chain do not unwrap: the row was changed, or the ledger key is another one.");
    }

    public void Dispose()
    {
        EventKey.Dispose();
        BlindingKey.Dispose();
    }

    public override string ToString() => nameof(ChainKeys);

    private static byte[] ContextOf(string origin, ChainId chain) => LengthPrefixed.Of(Labels.ChainEventKey, origin, chain.Name);
}
