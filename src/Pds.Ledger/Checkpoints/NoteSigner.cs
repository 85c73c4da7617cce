using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Signs notes under one name. It does not own the key: whoever made the key disposes it. Safe to share between threads.
/// </summary>
/// <param name="name">Name of the key (for a log: its origin); not empty, no spaces, plus signs or control characters.</param>
/// <param name="key">The Ed25519 key.</param>
public sealed class NoteSigner(string name, Ed25519Key key)
{
    /// <summary>What checks these signatures.</summary>
    public NoteVerifier Verifier { get; } = new(name, key.PublicKey);

    /// <summary>The signed note over a text.</summary>
    /// <exception cref="ArgumentException">The text does not end in a newline.</exception>
    public string Sign(string text)
    {
        if (!text.EndsWith('\n'))
        {
            throw new ArgumentException("The text of a note ends in a newline.", nameof(text));
        }

        return text + "\n" + SignedNote.SignatureLine(Verifier.Name, Verifier.KeyId, key.Sign(SignedNote.Bytes(text)));
    }

    /// <summary>The vkey: never the private key.</summary>
    public override string ToString() => Verifier.ToString();
}
