using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>Everything the gate needs in one hand to open a capsule for one call.</summary>
internal sealed record GateOpening
{
    /// <summary>What the grant's key is bound to.</summary>
    public required GrantBinding Binding { get; init; }

    /// <summary>Whose fields.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>S_gate as it rests.</summary>
    public required ReadOnlyMemory<byte> GateShareWrap { get; init; }

    /// <summary>The capsule as it rests.</summary>
    public required CapsuleRow Capsule { get; init; }

    /// <summary>C of the published intent.</summary>
    public required byte[] IntentCommitment { get; init; }

    /// <summary>S_ledger as the recorder released it for that intent.</summary>
    public required byte[] SealedLedgerShare { get; init; }

    /// <summary>S_rcpt as the recipient sealed it for this call.</summary>
    public required ReadOnlyMemory<byte> SealedRecipientShare { get; init; }

    /// <summary>The gate key it was sealed to.</summary>
    public required string GateKid { get; init; }

    /// <summary>SHA-256 of the call bytes; the recipient's share is bound to it.</summary>
    public required byte[] RequestSha256 { get; init; }

    /// <summary>Where the capsule belongs.</summary>
    public CapsulePlace Place(string origin) => new(origin, Binding.Grant, Resident, Capsule.Dataset, Capsule.Epoch);

    public override string ToString() => nameof(GateOpening);
}
