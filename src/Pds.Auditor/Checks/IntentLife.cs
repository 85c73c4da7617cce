using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One intent as the log tells it. Kept small: a log has as many as uses.</summary>
internal sealed class IntentLife
{
    private readonly GrantId grant;
    private readonly GrantLife? life;
    private readonly ulong within;
    private readonly DisclosureIntended? other;

    /// <summary>An intent.</summary>
    /// <param name="entry">Its entry; kept only where it says something else than the consent.</param>
    /// <param name="life">The consent it names; null when none was given before.</param>
    /// <param name="chain">The chain it stands in.</param>
    public IntentLife(DisclosureIntended entry, GrantLife? life, AuditedChain? chain)
    {
        (grant, this.life, Chain) = (life?.Granted.Grant ?? entry.Grant, life, chain);
        if (life is null || entry.Recipient != life.Granted.Recipient || entry.Purpose != life.Granted.Purpose
            || !life.TryFieldBits(entry.Fields, out within))
        {
            other = entry;
        }
    }

    /// <summary>The chain it stands in.</summary>
    public AuditedChain? Chain { get; }

    /// <summary>The period its use is counted in (<see cref="GrantLife.WindowOf"/>).</summary>
    public int Window { get; set; }

    /// <summary>Answers that left under it.</summary>
    public int Answers { get; set; }

    /// <summary>True when it ended without data leaving.</summary>
    public bool Stopped { get; set; }

    /// <summary>The purpose it named.</summary>
    public string Purpose => other?.Purpose ?? life!.Granted.Purpose;

    /// <summary>Whether it is of this consent.</summary>
    public bool IsOf(GrantId id) => grant == id;

    /// <summary>Whether it named this recipient.</summary>
    public bool IsFor(OrganizationId recipient) => (other?.Recipient ?? life!.Granted.Recipient) == recipient;

    /// <summary>Whether all of these fields were to be read.</summary>
    public bool Holds(IReadOnlyList<string> fields) => other is null
        ? life!.TryFieldBits(fields, out var bits) && (bits & ~within) == 0
        : !fields.Except(other.Fields, StringComparer.Ordinal).Any();
}
