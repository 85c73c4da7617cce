using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// The fourth role. Holds the Ed25519 log key and sees sizes and roots only, never an entry. Never signs below the last signed size, nor
/// two roots at one size (I-22), whatever it is told.
/// </summary>
public sealed class LogSigner : IDisposable
{
    /// <summary>A signer for one origin. Takes the key over and disposes it.</summary>
    public LogSigner(string origin, Ed25519Key key) => throw new NotImplementedException();

    /// <summary>The public half, with the origin as its name.</summary>
    public NoteVerifier Verifier => throw new NotImplementedException();

    /// <summary>Signs a checkpoint.</summary>
    /// <exception cref="InvalidOperationException">The size is below the last signed one, or equal with another root.</exception>
    public Checkpoint Sign(long size, ReadOnlySpan<byte> root) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
