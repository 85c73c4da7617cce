using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>A dataset version: its declaration, and who filled it.</summary>
/// <param name="id"><c>code@version</c>.</param>
internal sealed class DatasetStory(string id)
{
    /// <summary><c>code@version</c>.</summary>
    public string Id => id;

    /// <summary>The declaration; null when it cannot be read.</summary>
    public Dataset? Definition { get; set; }

    /// <summary>When it was published; null outside the scope.</summary>
    public DateTimeOffset? Published { get; set; }

    /// <summary>When it was taken out of use; null while it may be used.</summary>
    public DateTimeOffset? Invalidated { get; set; }

    /// <summary>Organisations that wrote records of it.</summary>
    public HashSet<OrganizationId> Sources { get; } = [];

    /// <summary>Residents with a record of it.</summary>
    public HashSet<Pseudonym> Persons { get; } = [];
}
