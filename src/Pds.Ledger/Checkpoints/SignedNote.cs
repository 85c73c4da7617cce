using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pds.Ledger;

/// <summary>
/// A text with signature lines below it (C2SP signed-note). Splitting it says nothing about who signed: ask
/// <see cref="IsSignedBy"/> before reading the text.
/// </summary>
internal sealed class SignedNote
{
    /// <summary>Signatures a note may carry; the format asks for at least 16.</summary>
    internal const int MaxSignatures = 64;

    private const string Dash = "\u2014 ";
    private const string Separator = "\n\n";
    private const int KeyIdBytes = 4;

    // Throws on half a surrogate pair, so that a note is always valid UTF-8.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyList<(string Name, uint KeyId, byte[] Signature)> signatures;
    private readonly byte[] signedBytes;

    private SignedNote(string text, IReadOnlyList<(string, uint, byte[])> signatures) =>
        (Text, signedBytes, this.signatures) = (text, Utf8.GetBytes(text), signatures);

    /// <summary>The signed text with its last newline.</summary>
    internal string Text { get; }

    /// <summary>Splits a note strictly; the last empty line parts text from signatures.</summary>
    internal static bool TryParse([NotNullWhen(true)] string? note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        if (note is null || !IsPlain(note) || note.LastIndexOf(Separator, StringComparison.Ordinal) is not (> 0 and var end))
        {
            return false;
        }

        string[] lines = note[(end + Separator.Length)..].Split('\n');
        List<(string, uint, byte[])> signatures = [];
        foreach (string line in lines.AsSpan(..^1))
        {
            if (!TryParseSignature(line, out var signature) || signatures.Count == MaxSignatures)
            {
                return false;
            }

            signatures.Add(signature);
        }

        bool complete = lines[^1].Length == 0 && signatures.Count > 0;
        parsed = complete ? new SignedNote(note[..(end + 1)], signatures) : null;
        return complete;
    }

    /// <summary>One signature line, newline included.</summary>
    internal static string SignatureLine(string name, uint keyId, ReadOnlySpan<byte> signature)
    {
        Span<byte> blob = new byte[KeyIdBytes + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, keyId);
        signature.CopyTo(blob[KeyIdBytes..]);
        return $"{Dash}{name} {Convert.ToBase64String(blob)}\n";
    }

    internal static byte[] Bytes(string text) => Utf8.GetBytes(text);

    /// <summary>
    /// True when this key signed the text. Lines of other keys are passed over; one bad line of this key spoils the note, as the
    /// format says.
    /// </summary>
    internal bool IsSignedBy(NoteVerifier verifier) => WordOf(verifier) == NoteWord.Valid;

    /// <summary>What this key has to say about the text.</summary>
    internal NoteWord WordOf(NoteVerifier verifier)
    {
        NoteWord word = NoteWord.None;
        foreach (byte[] signature in SignaturesOf(verifier.Name, verifier.KeyId))
        {
            if (!verifier.Key.Verify(signedBytes, signature))
            {
                return NoteWord.Bad;
            }

            word = NoteWord.Valid;
        }

        return word;
    }

    /// <summary>What this witness has to say about the text, and its valid cosignatures in their order in the note.</summary>
    internal NoteWord WordOf(CosignatureVerifier witness, out IReadOnlyList<Cosignature> cosignatures)
    {
        List<Cosignature> valid = [];
        cosignatures = valid;
        foreach (byte[] signature in SignaturesOf(witness.Name, witness.KeyId))
        {
            if (Cosignature.Verify(witness, Text, signature) is not { } cosignature)
            {
                return NoteWord.Bad;
            }

            valid.Add(cosignature);
        }

        return valid.Count > 0 ? NoteWord.Valid : NoteWord.None;
    }

    private IEnumerable<byte[]> SignaturesOf(string name, uint keyId) =>
        signatures.Where(line => line.Name == name && line.KeyId == keyId).Select(line => line.Signature);

    private static bool TryParseSignature(string line, out (string Name, uint KeyId, byte[] Signature) signature)
    {
        signature = default;
        if (!line.StartsWith(Dash, StringComparison.Ordinal)
            || line[Dash.Length..].Split(' ') is not [var name, var blobText]
            || !VerifierKey.IsName(name)
            || !StandardBase64.TryDecode(blobText, out byte[]? blob)
            || blob.Length <= KeyIdBytes)
        {
            return false;
        }

        signature = (name, BinaryPrimitives.ReadUInt32BigEndian(blob), blob[KeyIdBytes..]);
        return true;
    }

    // Valid UTF-8 and no control characters but newline.
    private static bool IsPlain(string note)
    {
        for (int at = 0; at < note.Length; at++)
        {
            bool halfPair = char.IsSurrogate(note[at]) && !(at + 1 < note.Length && char.IsSurrogatePair(note[at], note[at + 1]));
            if (halfPair || (note[at] < ' ' && note[at] != '\n'))
            {
                return false;
            }

            at += char.IsHighSurrogate(note[at]) ? 1 : 0;
        }

        return true;
    }
}
