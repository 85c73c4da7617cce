using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A resident's passkey: its key speaks for the resident when its owner is there.</summary>
public sealed record Passkey
{
    /// <summary>The most of one resident.</summary>
    public const int MaxOfOne = 20;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>The credential's id, 16 to 1,023 bytes.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>Whose it is.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Its public key.</summary>
    public required Es256PublicKey Key { get; init; }

    /// <summary>What the resident calls it; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The counter it showed last; 0 by those that do not count.</summary>
    public uint Count { get; init; }

    /// <summary>The answer accepted last (<see cref="PasskeyAnswer.Digest"/>); null before the first.</summary>
    public string? LastAnswer { get; init; }

    /// <summary>When that was, UTC.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When its owner ended it, UTC; null while it speaks for her. The key stays for whoever checks what it signed before.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Order of registration.</summary>
    public long Ordinal { get; init; }

    /// <summary>
    /// The passkey after an answer; null when the counter went back or stood still, as a copied one's does (WebAuthn Level 3 section 6.1.1). One
    /// answer is evidence for several documents of one sitting, so the answer accepted last may come again.
    /// </summary>
    public Passkey? After(PasskeyAnswer answer, uint count, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var forward = count > Count || (count == 0 && Count == 0) || (count == Count && answer.Digest == LastAnswer);
        return forward ? this with { Count = count, LastAnswer = answer.Digest, UsedAt = now } : null;
    }

    /// <summary>Its own name only: a passkey stands for a person.</summary>
    public override string ToString() => nameof(Passkey);
}
