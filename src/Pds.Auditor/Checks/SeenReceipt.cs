using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>What is kept of a receipt: whose, and where its status is published.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Status">The place in a status list.</param>
internal sealed record SeenReceipt(GrantId Grant, StatusPlace Status);
