using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>What an entry does to the ledger share of its grant.</summary>
internal enum ShareAct
{
    Keep,
    Withhold,
    Restore,
    Delete,
    Release,
}

/// <summary>The step an entry takes, prepared: for a grant, its share already wrapped and sealed as a row.</summary>
internal sealed record ShareStep(ShareAct Act, GrantId Grant, RowKey Key, byte[] Blind, StoredRow? SealedRow, bool Unreadable = false);

/// <summary>
/// Keeps S_ledger. A share is a row <c>u8 state ‖ wrap under K_ledger</c>: kept with the grant, withheld while paused, deleted with
/// withdrawal, expiry and inapplicability, released only for an intent. All in the transaction of the entry that says so.
/// </summary>
internal sealed class LedgerShares(RecorderKeys keys, RowCipher cipher, string origin) : IDisposable
{
    private const byte Available = 0;
    private const byte Withheld = 1;

    private readonly HpkeSender toGate = LedgerShare.ToTheGate(keys.Gate, origin);

    internal ShareStep? StepOf(LedgerEntry entry) => entry switch
    {
        ConsentGranted granted => KeepStep(granted),
        ConsentPaused paused => Step(ShareAct.Withhold, paused.Grant),
        ConsentResumed resumed => Step(ShareAct.Restore, resumed.Grant),
        ConsentWithdrawn withdrawn => Step(ShareAct.Delete, withdrawn.Grant),
        ConsentExpired expired => Step(ShareAct.Delete, expired.Grant),
        ConsentInapplicable inapplicable => Step(ShareAct.Delete, inapplicable.Grant),
        DisclosureIntended intended => Step(ShareAct.Release, intended.Grant),
        _ => null,
    };

    /// <summary>Takes the step inside the transaction. A conflict leaves it to the caller to undo the command.</summary>
    /// <param name="writer">The open transaction.</param>
    /// <param name="step">The step.</param>
    /// <param name="released">The wrap of a released share, opened only after the intent is published.</param>
    internal ConflictKind? Take(ILedgerWriter writer, ShareStep step, ref byte[]? released)
    {
        var stored = writer.FindRow(step.Key.Table, step.Blind);
        switch (step.Act)
        {
            case ShareAct.Keep:
                return Keep(writer, step, stored);
            case ShareAct.Delete:
                if (stored is not null)
                {
                    writer.DeleteRow(step.Key.Table, stored.Ordinal);
                }

                return null; // A stop is never refused because there was nothing left to take away.
            case ShareAct.Release:
                return ReleaseFrom(stored, ref released);
            default:
                return Mark(writer, step, stored, step.Act == ShareAct.Withhold ? Withheld : Available);
        }
    }

    /// <summary>The wrap of a share that stands available now; a conflict otherwise.</summary>
    internal ConflictKind? ReleaseFrom(StoredRow? stored, ref byte[]? released)
    {
        if (stored is null)
        {
            return ConflictKind.ShareAbsent;
        }

        var body = cipher.Open(Table.LedgerShares, stored).Body;
        if (body.Span[0] != Available)
        {
            return ConflictKind.ShareWithheld;
        }

        released = body[1..].ToArray();
        return null;
    }

    internal static RowKey RowKeyOf(GrantId grant) => new(Table.LedgerShares, grant.ToString());

    /// <summary>Opens the wrap and seals the share to the gate, bound to the published intent.</summary>
    internal byte[] SealForGate(GrantId grant, byte[] intentCommitment, byte[] wrap)
    {
        if (!keys.Ledger.TryUnwrap(Labels.LedgerShare, ContextOf(grant), wrap, out var share))
        {
            throw new InvalidDataException("A ledger share does not unwrap: the row was changed, or the ledger key is another one.");
        }

        using (share)
        {
            return LedgerShare.SealForGate(toGate, grant, intentCommitment, share);
        }
    }

    public void Dispose() => toGate.Dispose();

    private ShareStep Step(ShareAct act, GrantId grant)
    {
        var key = RowKeyOf(grant);
        return new ShareStep(act, grant, key, cipher.Blind(key), null);
    }

    private ShareStep KeepStep(ConsentGranted granted)
    {
        var step = Step(ShareAct.Keep, granted.Grant);
        if (granted.SealedLedgerShare is not byte[] sealedShare)
        {
            throw new ArgumentException("A grant is recorded together with its sealed ledger share.");
        }

        if (!LedgerShare.TryOpenAsRecorder(keys.Own, origin, granted.Grant, sealedShare, out var share))
        {
            return step with { Unreadable = true };
        }

        using (share)
        {
            byte[] body = [Available, .. keys.Ledger.Wrap(Labels.LedgerShare, ContextOf(granted.Grant), share)];
            return step with { SealedRow = cipher.Seal(step.Key, StoredRow.New(step.Blind), body) };
        }
    }

    private static ConflictKind? Keep(ILedgerWriter writer, ShareStep step, StoredRow? stored)
    {
        if (step.Unreadable || stored is not null)
        {
            return step.Unreadable ? ConflictKind.ShareUnreadable : ConflictKind.Exists;
        }

        writer.InsertRow(step.Key.Table, step.SealedRow!);
        return null;
    }

    private ConflictKind? Mark(ILedgerWriter writer, ShareStep step, StoredRow? stored, byte state)
    {
        if (stored is null)
        {
            return ConflictKind.ShareAbsent;
        }

        byte[] body = [state, .. cipher.Open(Table.LedgerShares, stored).Body.Span[1..]];
        writer.UpdateRow(step.Key.Table, cipher.Seal(step.Key, stored with { Version = stored.Version + 1 }, body));
        return null;
    }

    private byte[] ContextOf(GrantId grant) => LengthPrefixed.Of(Labels.LedgerShare, origin, grant.ToString());
}
