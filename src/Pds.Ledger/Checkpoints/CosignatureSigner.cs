using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Cosigns checkpoints for one witness. It does not own the key: whoever made the key disposes it. Safe to share between threads. Whoever
/// calls it has made sure that the checkpoint follows from everything cosigned before, and that this is already durable.
/// </summary>
/// <param name="name">The witness's name: a schema-less URL is usual; not empty, no spaces, plus signs or control characters.</param>
/// <param name="key">The Ed25519 key, used for nothing else: the signed message does not commit to the name.</param>
public sealed class CosignatureSigner(string name, Ed25519Key key)
{
    /// <summary>What checks these cosignatures.</summary>
    public CosignatureVerifier Verifier { get; } = new(name, key.PublicKey);

    /// <summary>Cosigns a checkpoint as of a time, cut to whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not after 1970: a witness never leaves the time out.</exception>
    public Cosignature Cosign(Checkpoint checkpoint, DateTimeOffset at)
    {
        long time = at.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time, nameof(at));
        return Cosignature.Make(Verifier, key, checkpoint.Text, time);
    }

    /// <summary>The vkey: never the private key.</summary>
    public override string ToString() => Verifier.ToString();
}
