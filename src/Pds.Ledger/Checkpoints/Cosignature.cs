using System.Buffers.Binary;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// A witness's word (C2SP tlog-cosignature): at <see cref="Time"/> this checkpoint was the largest it had seen of this log, and it follows
/// from all it saw before. One exists only where its signature was checked or made.
/// </summary>
public sealed class Cosignature
{
    /// <summary>Bytes of the signature: 8 of the time and 64 of Ed25519.</summary>
    internal const int SizeBytes = TimeBytes + Ed25519PublicKey.SignatureSize;

    private const string Header = "cosignature/v1";
    private const int TimeBytes = sizeof(long);

    private readonly byte[] signature;

    private Cosignature(CosignatureVerifier witness, long time, byte[] signature) => (Witness, Time, this.signature) = (witness, time, signature);

    /// <summary>Who says it.</summary>
    public CosignatureVerifier Witness { get; }

    /// <summary>When, in seconds since 1970 (UTC), 1 to 2^63 − 1: the witness's clock.</summary>
    public long Time { get; }

    /// <summary>The signature line, newline included, as it stands in a cosigned checkpoint and in a witness's answer.</summary>
    public string Line => SignedNote.SignatureLine(Witness.Name, Witness.KeyId, signature);

    internal static Cosignature Make(CosignatureVerifier witness, Ed25519Key key, string text, long time)
    {
        byte[] signature = new byte[SizeBytes];
        BinaryPrimitives.WriteInt64BigEndian(signature, time);
        key.Sign(Message(text, time)).CopyTo(signature.AsSpan(TimeBytes));
        return new Cosignature(witness, time, signature);
    }

    /// <summary>Checks a signature over a checkpoint's text; null for a bad one, and for one without a time (zero) or past 2^63 − 1.</summary>
    internal static Cosignature? Verify(CosignatureVerifier witness, string text, byte[] signature)
    {
        if (signature.Length != SizeBytes || BinaryPrimitives.ReadInt64BigEndian(signature) is not (> 0 and var time))
        {
            return null;
        }

        bool valid = witness.Key.Verify(Message(text, time), signature.AsSpan(TimeBytes));
        return valid ? new Cosignature(witness, time, signature) : null;
    }

    // The header parts it from everything else that is ever signed with such a key.
    private static byte[] Message(string text, long time) => SignedNote.Bytes($"{Header}\ntime {DecimalText.Of(time)}\n{text}");
}
