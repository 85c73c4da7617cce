using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Exports;

/// <summary>What an auditor asks for.</summary>
/// <param name="Auditor">Who asks.</param>
/// <param name="Recipient">Whom the file is sealed to.</param>
/// <param name="ReasonJa">Why.</param>
/// <param name="Scope">What to open, but for the resident.</param>
/// <param name="Resident">The resident as <paramref name="ResidentExport"/> named them; null for all.</param>
/// <param name="ResidentExport">The auditor's earlier export; null without a resident.</param>
internal sealed record ExportOrder(
    OrganizationId Auditor, AgeRecipient Recipient, string ReasonJa, ExportScope Scope, Pseudonym? Resident, ExportId? ResidentExport);

/// <summary>A range of an export's file.</summary>
/// <param name="Data">The bytes; empty at the end.</param>
/// <param name="FileBytes">Size of the whole file.</param>
internal sealed record ExportRange(byte[] Data, long FileBytes);
