using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The fourth role. Holds the Ed25519 log key and sees sizes and roots only, never an entry. Never signs below the last signed size, nor
/// two roots at one size (I-22), whatever it is told.
/// </summary>
public sealed class LogSigner : IDisposable
{
    private readonly Lock gate = new();
    private readonly Ed25519Key key;
    private readonly NoteSigner signer;
    private Checkpoint? last;

    /// <summary>A signer for one origin. Takes the key over and disposes it.</summary>
    public LogSigner(string origin, Ed25519Key key)
    {
        this.key = key;
        signer = new NoteSigner(origin, key);
    }

    /// <summary>The public half, with the origin as its name.</summary>
    public NoteVerifier Verifier => signer.Verifier;

    /// <summary>Signs a checkpoint; the same size and root give the same checkpoint.</summary>
    /// <exception cref="InvalidOperationException">The size is below the last signed one, or equal with another root.</exception>
    public Checkpoint Sign(long size, ReadOnlySpan<byte> root)
    {
        lock (gate)
        {
            if (last is not null && size < last.Size)
            {
                throw new InvalidOperationException($"The log was signed at size {last.Size} and is never signed at {size} again.");
            }

            if (last?.Size == size)
            {
                return root.SequenceEqual(last.Root)
                    ? last
                    : throw new InvalidOperationException($"The log was signed at size {size} with another root: signing would fork it.");
            }

            return last = Checkpoint.Sign(signer, size, root);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
