namespace Pds.Ledger;

/// <summary>
/// Writes the log as static files (C2SP tlog-tiles): tiles and bundles first, the checkpoint last, each whole or not at all, each
/// durable before the next depends on it, never backwards. One instance, one caller at a time.
/// </summary>
public sealed class TilePublisher
{
    /// <summary>Publishes into <paramref name="directory"/>, which is made when missing.</summary>
    public TilePublisher(string directory, NoteVerifier log, ILeafReader leaves) => throw new NotImplementedException();

    /// <summary>Reads the directory and compares it with the store's log. Call it at start; refuse to go on unless <see cref="PublishedState.MayContinue"/>.</summary>
    public ValueTask<PublishedState> InspectAsync(LogTree store, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Advances the directory to <paramref name="checkpoint"/>. Older or equal checkpoints change nothing.
    /// </summary>
    /// <exception cref="InvalidDataException">The leaves do not give the checkpoint's root: nothing was published.</exception>
    /// <exception cref="IOException">A file could not be made durable: the old checkpoint stands.</exception>
    public ValueTask PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken) => throw new NotImplementedException();
}
