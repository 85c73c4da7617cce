using Pds.Disclosure;
using Pds.Ledger;

namespace Pds.Server.TakeAway;

/// <summary>One use with the proof of its entry: what Article 33(5) of the APPI calls the record of a provision to somebody else (T10).</summary>
/// <param name="Use">The use.</param>
/// <param name="Entry">Its entry.</param>
internal sealed record TakenUse(Use Use, RecordedEntry Entry)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TakenUse);
}
