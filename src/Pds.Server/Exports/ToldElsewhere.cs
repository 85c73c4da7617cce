using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Exports;

/// <summary>What the opened entries of an export name and do not hold: consents, acts agreed to on evidence, definitions.</summary>
internal sealed class ToldElsewhere
{
    /// <summary>Consents given, in the log's order.</summary>
    public List<GrantId> Grants { get; } = [];

    /// <summary>Acts by the digest of their document, in the log's order.</summary>
    public List<byte[]> Acts { get; } = [];

    /// <summary>Digests of definitions, in hex.</summary>
    public HashSet<string> Definitions { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes what an entry names; nothing for null.</summary>
    public void Note(LedgerEntry? entry)
    {
        switch (entry)
        {
            case ConsentGranted granted:
                Grants.Add(granted.Grant);
                break;
            case PasskeyRegistered registered:
                Acts.Add(registered.DocumentDigest);
                break;
            case ConsentResumed { DocumentDigest: { } act }:
                Acts.Add(act);
                break;
            case DatasetPublished published:
                Definitions.Add(Convert.ToHexString(published.DefinitionSha256));
                break;
            case PurposeProposed proposed:
                Definitions.Add(Convert.ToHexString(proposed.DefinitionSha256));
                break;
            case ControlsPublished controls:
                Definitions.Add(Convert.ToHexString(controls.DefinitionSha256));
                break;
        }
    }
}
