using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>An organisation as the log tells it.</summary>
/// <param name="Registered">Its entry.</param>
/// <param name="Suspended">The entry that suspended it; null while it is in good standing.</param>
internal sealed record OrganizationStory(OrganizationRegistered Registered, OrganizationSuspended? Suspended = null);
