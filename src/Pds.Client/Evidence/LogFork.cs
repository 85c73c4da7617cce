namespace Pds.Client;

/// <summary>Two checkpoints that the log signed and that cannot both be true: the proof, for an auditor, that it showed two histories.</summary>
/// <param name="KnownSize">Leaves of the checkpoint known before.</param>
/// <param name="ShownSize">Leaves of the checkpoint that came now.</param>
/// <param name="KnownCheckpoint">The signed note known before.</param>
/// <param name="ShownCheckpoint">The signed note that came now.</param>
public sealed record LogFork(long KnownSize, long ShownSize, string KnownCheckpoint, string ShownCheckpoint);
