using System.Buffers.Binary;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The sealed note beside size and root: the last ledger time and the key id of the log. Bound to origin, size and root, so it also tells
/// when somebody edited those, or when the keys are another ledger's, before anything is written.
/// </summary>
internal sealed record LogMemo(DateTimeOffset LastTime, uint LogKeyId)
{
    private const int SizeBytes = sizeof(long) + sizeof(uint);

    internal byte[] Close(SecretBytes key, string origin, long size, byte[] root)
    {
        var plain = new byte[SizeBytes];
        BinaryPrimitives.WriteInt64BigEndian(plain, LastTime.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(sizeof(long)), LogKeyId);
        return Seal.Close(key, ContextOf(origin, size, root), plain);
    }

    internal static LogMemo Open(SecretBytes key, string origin, LogState state)
    {
        if (!Seal.TryOpen(key, ContextOf(origin, state.Size, state.Root), state.Memo, out var plain) || plain.Length != SizeBytes)
        {
            throw new LedgerRefusedException("The state of the log does not open with these keys: they belong to another ledger, or the store was changed.");
        }

        return new LogMemo(
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain)),
            BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(sizeof(long))));
    }

    internal static SecretBytes KeyOf(RecorderKeys keys, string origin) =>
        keys.Ledger.Derive(Labels.LogMemo, LengthPrefixed.Of(Labels.LogMemo, origin), Seal.KeySize);

    private static byte[] ContextOf(string origin, long size, byte[] root) => LengthPrefixed.Of(Labels.LogMemo, origin, size, root);
}
