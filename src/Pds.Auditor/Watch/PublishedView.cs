using System.Text;
using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>A published log as somebody shows it now: opens its checkpoint and the tree under it.</summary>
/// <param name="source">A directory or an address.</param>
/// <param name="log">The log's key.</param>
internal sealed class PublishedView(ITileSource source, NoteVerifier log)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The newest tree shown.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is not signed by the log.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read now.</exception>
    public async ValueTask<TreeView> OpenAsync(CancellationToken cancellationToken)
    {
        var note = await ReadTextAsync(LogDirectory.CheckpointName, cancellationToken).ConfigureAwait(false);
        return Checkpoint.TryOpen(note, log, out var checkpoint)
            ? new TreeView(source, checkpoint)
            : throw new InvalidDataException($"The checkpoint is not signed by {log}.");
    }

    /// <summary>Holds the cosigned checkpoint to a policy: the quorum signed it, it is a beginning of the newest tree, and it is not left behind.</summary>
    /// <param name="quorum">What is asked for.</param>
    /// <param name="newest">The newest tree, compared with what was believed before.</param>
    /// <param name="now">The watcher's clock.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>What a person should look at, or null: the log grew and its witnesses have been silent for too long.</returns>
    /// <exception cref="InvalidDataException">It has not the quorum, or is of another history.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read now.</exception>
    public async ValueTask<string?> CheckAsync(QuorumRule quorum, TreeView newest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var note = await ReadTextAsync(LogDirectory.CosignedName, cancellationToken).ConfigureAwait(false);
        if (!Checkpoint.TryOpen(note, log, out var cosigned) || !quorum.Policy.IsSatisfiedBy(cosigned))
        {
            throw new InvalidDataException($"{LogDirectory.CosignedName} is not signed by the log and the quorum of the policy.");
        }

        // Cosigned between our two requests: it will be compared at the next look.
        if (cosigned.Size >= newest.Checkpoint.Size)
        {
            return cosigned.Size > newest.Checkpoint.Size || cosigned.IsSameTreeAs(newest.Checkpoint) ? null : throw Another(cosigned);
        }

        var root = await newest.RootAtAsync(cosigned.Size, cancellationToken).ConfigureAwait(false);
        return root.AsSpan().SequenceEqual(cosigned.Root) ? quorum.FindSilence(cosigned, now) : throw Another(cosigned);
    }

    private static InvalidDataException Another(Checkpoint cosigned) =>
        new($"The witnesses cosigned another tree of {cosigned.Size} leaves than the one shown.");

    private async ValueTask<string> ReadTextAsync(string name, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(name, Checkpoint.MaxNoteLength, cancellationToken).ConfigureAwait(false)
            ?? throw new FileNotFoundException($"There is no file {name}.", name);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"The file {name} is not UTF-8.");
        }
    }
}
