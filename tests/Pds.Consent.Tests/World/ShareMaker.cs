using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests;

/// <summary>
/// Stands on the other side of the wall: makes real shares, sealed as the recorder and the recipient expect them, and rows where the
/// gate's share and the capsule will lie. What is inside those rows is the disclosure project's matter.
/// </summary>
internal sealed class ShareMaker(HpkePublicKey recorder, string origin) : IGrantKeyMaker
{
    /// <summary>As if the resident's vault had been erased meanwhile.</summary>
    public bool VaultIsGone { get; set; }

    /// <summary>Runs between reading and recording: where races live.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public GrantKeysWanted? Last { get; private set; }

    public async ValueTask<GrantKeys?> MakeAsync(GrantKeysWanted wanted, CancellationToken cancellationToken)
    {
        Last = wanted;
        if (Meanwhile is { } race)
        {
            await race();
        }

        using var ledgerShare = SecretBytes.Random(LedgerShare.SizeBytes);
        return VaultIsGone ? null : new GrantKeys(
            [
                new Change.Put(new RowKey(Table.GateShares, wanted.Grant.ToString()), RandomSource.Bytes(32), ExpectedVersion: 0),
                new Change.Put(new RowKey(Table.Capsules, wanted.Grant.ToString()), RandomSource.Bytes(64), ExpectedVersion: 0),
            ],
            LedgerShare.SealForRecorder(recorder, origin, wanted.Grant, ledgerShare),
            wanted.EncryptionKey.Seal([1], [], RandomSource.Bytes(32)));
    }
}
