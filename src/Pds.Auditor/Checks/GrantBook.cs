using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>What the opened entries say of consents, devices and intents, as far as the log has been read; for A6 to A9.</summary>
internal sealed class GrantBook
{
    /// <summary>Consents given, by their id.</summary>
    public Dictionary<GrantId, GrantLife> Grants { get; } = [];

    /// <summary>Intents, by the key of their leaf.</summary>
    public Dictionary<LeafKey, IntentLife> Intents { get; } = [];

    /// <summary>Acts on evidence, by the digest of their document in hex.</summary>
    public Dictionary<string, ActLife> Acts { get; } = new(StringComparer.Ordinal);

    /// <summary>Thumbprints of devices, with the chain and leaf that enrolled them.</summary>
    public Dictionary<string, (AuditedChain? Chain, long Index)> Devices { get; } = new(StringComparer.Ordinal);

    /// <summary>Thumbprints of passkeys, with where they were registered and for whom they answer.</summary>
    public Dictionary<string, PasskeyLife> Passkeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Salted digests of identities, in hex, with the chain and leaf that linked them and the provider.</summary>
    public Dictionary<string, (AuditedChain? Chain, long Index, string Issuer)> Identities { get; } = new(StringComparer.Ordinal);

    /// <summary>Mandates, by their id.</summary>
    public Dictionary<MandateId, MandateLife> Mandates { get; } = [];

    /// <summary>Thumbprints of the identity provider's keys, with the leaf that entered them first.</summary>
    public Dictionary<string, (IdentityProviderKeySeen Entry, long Index)> ProviderKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Visits at the counter and calls, by their id.</summary>
    public Dictionary<VisitId, VisitLife> Visits { get; } = [];

    /// <summary>Paper forms that came back, by the form, with where that was entered.</summary>
    public Dictionary<string, (PaperRecorded Entry, AuditedChain? Chain, long Index)> Papers { get; } = new(StringComparer.Ordinal);

    /// <summary>People of the staff, with the leaves between which they were.</summary>
    public Dictionary<string, (long From, long Until)> Staff { get; } = new(StringComparer.Ordinal);
}
