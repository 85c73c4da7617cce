using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Seals what is written to it as an age v1 file for one recipient, chunk by chunk, so that no plaintext ever rests on a disk. Forward only.
/// The file is complete once <see cref="Complete"/> was called; one that was cut off earlier opens for nobody.
/// </summary>
public sealed class AgeWriter : Stream
{
    private readonly Stream file;
    private readonly AgeStream stream;
    private readonly byte[] chunk = new byte[AgeStream.ChunkSize];
    private int held;
    private bool completed;

    /// <summary>Writes the header.</summary>
    /// <param name="recipient">Who opens it.</param>
    /// <param name="file">Where the file goes; stays the caller's.</param>
    public AgeWriter(AgeRecipient recipient, Stream file)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(file);
        this.file = file;
        using var fileKey = SecretBytes.Random(AgeHeader.FileKeySize);
        file.Write(AgeHeader.Write(recipient, fileKey));
        var nonce = RandomSource.Bytes(AgeStream.NonceSize);
        file.Write(nonce);
        stream = new AgeStream(fileKey, nonce);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits until more comes: only then is it known not to be the last.
            if (held == chunk.Length)
            {
                file.Write(stream.Seal(chunk, last: false));
                held = 0;
            }

            var some = buffer[..Math.Min(buffer.Length, chunk.Length - held)];
            some.CopyTo(chunk.AsSpan(held));
            held += some.Length;
            buffer = buffer[some.Length..];
        }
    }

    /// <summary>Seals the last chunk: the file is complete.</summary>
    public void Complete()
    {
        if (!completed)
        {
            completed = true;
            file.Write(stream.Seal(chunk.AsSpan(0, held), last: true));
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // A chunk is written when it is full; what is held until then may not leave unsealed.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(chunk);
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(AgeWriter);
}
