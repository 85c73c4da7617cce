namespace Pds.Auditor.Checks;

/// <summary>One passkey as the log tells it.</summary>
/// <param name="Chain">The chain that registered it.</param>
/// <param name="Index">Leaf index of that.</param>
/// <param name="RpId">For whom it answers.</param>
internal sealed record PasskeyLife(AuditedChain? Chain, long Index, string RpId)
{
    /// <summary>Leaf index of the entry that ended it; null while it lives.</summary>
    public long? EndedAt { get; set; }
}
