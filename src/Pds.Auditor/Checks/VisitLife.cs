using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>A visit at the counter or a call as the log tells it.</summary>
/// <param name="Opened">Its entry.</param>
/// <param name="Chain">The chain it stands in.</param>
/// <param name="Index">Leaf index of the entry.</param>
internal sealed record VisitLife(VisitOpened Opened, AuditedChain? Chain, long Index)
{
    /// <summary>How long one lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Leaf index of the entry that closed it; null while none did.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>Whether it was open at a leaf of a chain.</summary>
    public bool IsOpenAt(AuditedChain? chain, long index, DateTimeOffset at) =>
        Chain == chain && Index < index && !(ClosedAt < index) && at < Opened.At + Longest;
}
