using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A6: each disclosure has an intent before it, each intent a consent that lived then: given before, not paused, not ended, within its time, for
/// this recipient and purpose, with fields inside it. What does not hold is a finding: the log tells it truly, and it should not be.
/// </summary>
/// <param name="book">Filled as the log is read.</param>
internal sealed class A6Disclosures(GrantBook book) : ILeafCheck
{
    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A6");

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        var fault = leaf.Entry switch
        {
            DeviceEnrolled entry => Enrol(entry, leaf),
            PasskeyRegistered entry => Enrol(entry, leaf),
            PasskeyRemoved entry => End(entry, leaf),
            IdentityLinked entry => Link(entry, leaf),
            IdentityProviderKeySeen entry => See(entry, leaf),
            ConsentGranted entry => Give(entry, leaf),
            ConsentPaused entry => Move(entry.Grant, leaf, life => !life.Paused, life => life.Paused = true),
            ConsentResumed entry => Move(entry.Grant, leaf, life => life.Paused, life => life.Paused = false),
            ConsentWithdrawn entry => Move(entry.Grant, leaf, _ => true, life => life.EndedAt = leaf.Index),
            ConsentExpired entry => Move(entry.Grant, leaf, _ => true, life => life.EndedAt = leaf.Index),
            ConsentInapplicable entry => Move(entry.Grant, leaf, _ => true, life => life.EndedAt = leaf.Index),
            DisclosureIntended entry => Intend(entry, leaf),
            Disclosed entry => Disclose(entry, leaf),
            DisclosureStopped entry => IntentOf(entry.Intent, entry.Grant, leaf) is null ? Fault.NoIntent : null,
            _ => (Fault?)null,
        };
        if (fault is { } found)
        {
            Report.Fail(found, Severity.Finding, leaf.Place, leaf.Index);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // Every entry was judged as it came.
    }

    private Fault? Enrol(DeviceEnrolled entry, AuditedLeaf leaf)
    {
        book.Devices.TryAdd(entry.Jkt, (leaf.Chain, leaf.Index));
        return null;
    }

    private Fault? Enrol(PasskeyRegistered entry, AuditedLeaf leaf)
    {
        book.Passkeys.TryAdd(entry.Jkt, new PasskeyLife(leaf.Chain, leaf.Index, entry.RpId));
        return null;
    }

    private Fault? End(PasskeyRemoved entry, AuditedLeaf leaf)
    {
        if (book.Passkeys.TryGetValue(entry.Jkt, out var life) && life.Chain == leaf.Chain)
        {
            life.EndedAt ??= leaf.Index;
        }

        return null;
    }

    private Fault? Link(IdentityLinked entry, AuditedLeaf leaf)
    {
        book.Identities.TryAdd(Convert.ToHexString(entry.SubjectDigest), (leaf.Chain, leaf.Index, entry.Issuer));
        return null;
    }

    // Only in the operator's own chain: an entry of that kind elsewhere is nobody's word about the provider.
    private Fault? See(IdentityProviderKeySeen entry, AuditedLeaf leaf)
    {
        if (leaf.Line.Name == ChainId.Operator.Name)
        {
            book.ProviderKeys.TryAdd(entry.Jkt, (entry, leaf.Index));
        }

        return null;
    }

    private Fault? Give(ConsentGranted entry, AuditedLeaf leaf) =>
        book.Grants.TryAdd(entry.Grant, new GrantLife(entry, leaf)) ? null : Fault.IllegalMove;

    // A request that was never granted can end too; that is no move of a consent.
    private Fault? Move(GrantId grant, AuditedLeaf leaf, Func<GrantLife, bool> allowed, Action<GrantLife> move)
    {
        if (!book.Grants.TryGetValue(grant, out var life))
        {
            return null;
        }

        if (life.EndedAt is not null || life.Chain != leaf.Chain || !allowed(life))
        {
            return Fault.IllegalMove;
        }

        move(life);
        return null;
    }

    private Fault? Intend(DisclosureIntended entry, AuditedLeaf leaf)
    {
        Report.Look();
        book.Intents[leaf.Key] = (entry, leaf.Chain);
        return Judge(entry.Grant, entry.Recipient, entry.Purpose, entry.Fields, entry.At, leaf);
    }

    private Fault? Disclose(Disclosed entry, AuditedLeaf leaf)
    {
        Report.Look();
        return IntentOf(entry.Intent, entry.Grant, leaf) is not { } intent ? Fault.NoIntent
            : intent.Recipient != entry.Recipient ? Fault.OtherThanGranted
            : entry.Fields.Except(intent.Fields, StringComparer.Ordinal).Any() ? Fault.FieldsNotGranted
            : Judge(entry.Grant, entry.Recipient, intent.Purpose, entry.Fields, entry.At, leaf);
    }

    private DisclosureIntended? IntentOf(byte[] commitment, GrantId grant, AuditedLeaf leaf) =>
        book.Intents.TryGetValue(Convert.ToHexString(commitment), out var found) && found.Chain == leaf.Chain && found.Entry.Grant == grant
            ? found.Entry
            : null;

    private Fault? Judge(
        GrantId grant, OrganizationId recipient, string purpose, IReadOnlyList<string> fields, DateTimeOffset at, AuditedLeaf leaf) =>
        !book.Grants.TryGetValue(grant, out var life) || life.Chain != leaf.Chain ? Fault.NoGrant
        : life.Granted.Recipient != recipient || life.Granted.Purpose != purpose ? Fault.OtherThanGranted
        : fields.Except(life.Granted.Fields, StringComparer.Ordinal).Any() ? Fault.FieldsNotGranted
        : life.Paused || life.EndedAt is not null ? Fault.GrantNotLive
        : at < life.Granted.Starts || at >= life.Granted.Ends ? Fault.OutsideValidity
        : null;
}
