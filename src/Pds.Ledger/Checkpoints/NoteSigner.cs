using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>Signs notes under one name. It does not own the key: whoever made the key disposes it.</summary>
public sealed class NoteSigner
{
    /// <summary>Makes the signer for a key under a name (for a log: its origin).</summary>
    public NoteSigner(string name, Ed25519Key key) => throw new NotImplementedException();

    /// <summary>What checks these signatures.</summary>
    public NoteVerifier Verifier => throw new NotImplementedException();

    /// <summary>The signed note over a text, which must end in a newline.</summary>
    public string Sign(string text) => throw new NotImplementedException();
}
