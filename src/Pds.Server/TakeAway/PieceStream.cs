namespace Pds.Server.TakeAway;

/// <summary>
/// A stream without an end in sight, cut into pieces that a message carries: at most two pieces are in memory, and who writes waits for who reads.
/// </summary>
/// <param name="sendAsync">Sends one piece; the memory is used again afterwards.</param>
internal sealed class PieceStream(Func<ReadOnlyMemory<byte>, ValueTask> sendAsync) : Stream
{
    /// <summary>Bytes of a piece: 256 KiB; the last is shorter.</summary>
    public const int PieceBytes = 256 * 1024;

    private readonly MemoryStream waiting = new(2 * PieceBytes);

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

    /// <summary>Sends what is left.</summary>
    public async ValueTask CompleteAsync()
    {
        if (waiting.Length > 0)
        {
            await SendAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // A piece leaves when it is full: flushing after each line of a file would send thousands of small ones.
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>For the few bytes that the archive writes between files; they leave with the next piece.</summary>
    public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, PieceBytes)];
            waiting.Write(part.Span);
            buffer = buffer[part.Length..];
            if (waiting.Length >= PieceBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await SendAsync().ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private async ValueTask SendAsync()
    {
        await sendAsync(waiting.GetBuffer().AsMemory(0, (int)waiting.Length)).ConfigureAwait(false);
        waiting.SetLength(0);
    }
}
