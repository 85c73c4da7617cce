using System.Buffers;

namespace Pds.Cryptography;

/// <summary>
/// Key bytes that own their memory: the garbage collector never moves (so never copies) them and <see cref="Dispose"/>
/// overwrites them with zeros. One owner, short life; it prints only its type name.
/// </summary>
/// <remarks>
/// There is no finalizer on purpose: a finalizer could zero the bytes while a span of them is still being read, and a
/// cipher keyed with zeros would look like it worked. Forgetting <see cref="Dispose"/> leaves memory to the collector, un-zeroed.
/// </remarks>
public sealed class SecretBytes : IDisposable
{
    private byte[]? bytes;

    private SecretBytes(byte[] bytes) => this.bytes = bytes;

    /// <summary>The bytes; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The secret was already destroyed.</exception>
    public ReadOnlySpan<byte> Span => Bytes;

    /// <summary>Length in bytes.</summary>
    /// <exception cref="ObjectDisposedException">The secret was already destroyed.</exception>
    public int Length => Bytes.Length;

    private byte[] Bytes => bytes ?? throw new ObjectDisposedException(nameof(SecretBytes));

    /// <summary>Copies <paramref name="source"/>; the caller still has to zero the original.</summary>
    public static SecretBytes CopyOf(ReadOnlySpan<byte> source)
    {
        var target = PinnedMemory.Rent(source.Length);
        source.CopyTo(target);
        return new SecretBytes(target);
    }

    /// <summary>Fresh random bytes from <see cref="RandomSource"/>.</summary>
    public static SecretBytes Random(int length)
    {
        var target = PinnedMemory.Rent(length);
        RandomSource.Fill(target);
        return new SecretBytes(target);
    }

    /// <summary>Lets <paramref name="fill"/> write <paramref name="length"/> bytes in place, so that no other copy exists.</summary>
    public static SecretBytes Create<TState>(int length, TState state, SpanAction<byte, TState> fill)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(fill);
        var target = PinnedMemory.Rent(length);
        try
        {
            fill(target, state);
            return new SecretBytes(target);
        }
        catch
        {
            PinnedMemory.Return(target);
            throw;
        }
    }

    /// <summary>A second, independent owner of the same bytes.</summary>
    public SecretBytes Copy() => CopyOf(Span);

    /// <summary>Overwrites the bytes with zeros. Safe to call twice.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref bytes, null) is { } owned)
        {
            PinnedMemory.Return(owned);
        }
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(SecretBytes);
}
