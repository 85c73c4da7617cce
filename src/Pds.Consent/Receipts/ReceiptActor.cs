using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Somebody who acted for the resident or beside her, recorded as themselves.</summary>
/// <param name="Role"><c>staff</c>, <c>helper</c>, <c>proxy</c> or <c>guardian</c>.</param>
/// <param name="Id">The clerk, or the mandate of whoever acts for her: a pairwise id of that person.</param>
/// <param name="Mandate">The mandate; null for a clerk, who has none.</param>
public sealed record ReceiptActor(string Role, string Id, string? Mandate = null)
{
    /// <summary>Whose hands an entry names; null when the resident's own.</summary>
    public static ReceiptActor? Of(Acting? acting) => acting is { Role: { } role } && (acting.Person ?? acting.Mandate) is { } id
        ? new ReceiptActor(role, id, acting.Mandate)
        : null;
}
