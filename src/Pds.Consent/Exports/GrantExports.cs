using System.Text;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Takes what an auditor needs of one consent out of the rows.</summary>
public static class GrantExports
{
    // Both name the resident to the recipient; the issuer's signature holds without them (RFC 9901).
    private static readonly string[] Withheld = ["resident_ref", "consent_evidence"];

    /// <summary>The document as signed, its evidence and the device's key; null for a consent that was not given.</summary>
    public static async ValueTask<ExportedConsent?> FindConsentAsync(IRowReader rows, GrantId grant, CancellationToken cancellationToken = default)
    {
        if (await DocumentRows.FindDocumentAsync(rows, grant, cancellationToken).ConfigureAwait(false) is not { } signed)
        {
            return null;
        }

        var evidence = new Evidence.DeviceSignature(Encoding.ASCII.GetString(signed.Evidence));
        return EvidenceCheck.TryReadDevice(evidence, out var id)
            && await DeviceRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } device
            ? new ExportedConsent(grant, signed, device.Key)
            : throw new InvalidDataException("The evidence of a consent names no enrolled device.");
    }

    /// <summary>The receipt without what names the resident; null when none was made.</summary>
    public static async ValueTask<ExportedToken?> FindReceiptAsync(IRowReader rows, GrantId grant, CancellationToken cancellationToken = default)
    {
        var stored = await DocumentRows.FindReceiptAsync(rows, grant, cancellationToken).ConfigureAwait(false);
        return Receipt.TryParse(stored?.Receipt.SdJwt, out var receipt)
            ? new ExportedToken(receipt.SdJwt.Present(disclosure => !Withheld.Contains(disclosure.Name)))
            : null;
    }

    /// <summary>The bytes a dataset's entry is over.</summary>
    public static ExportedDefinition DefinitionOf(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new ExportedDefinition(
            ExportedDefinition.Dataset, dataset.Id.ToString(), DatasetRow.Definition(dataset with { State = DatasetState.Published }));
    }

    /// <summary>
    /// The bytes a purpose's entry is over: as proposed, or, for what the first run brought, as approved with it. The entry's digest says which.
    /// </summary>
    public static IEnumerable<ExportedDefinition> DefinitionsOf(Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new[]
        {
            purpose with { State = PurposeState.Proposed, Review = null, NarrowedBy = null },
            purpose with { State = PurposeState.Approved, NarrowedBy = null },
        }.Select(form => new ExportedDefinition(ExportedDefinition.Purpose, purpose.Id.ToString(), PurposeRow.Definition(form)));
    }
}
