using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Takes what an auditor needs of one consent out of the rows.</summary>
public static class GrantExports
{
    // Both name the resident to the recipient; the issuer's signature holds without them (RFC 9901).
    private static readonly string[] Withheld = ["resident_ref", "consent_evidence"];

    /// <summary>The document as signed, its evidence and what checks it; null for a consent that was not given.</summary>
    public static async ValueTask<ExportedConsent?> FindConsentAsync(IRowReader rows, GrantId grant, CancellationToken cancellationToken = default)
    {
        if (await DocumentRows.FindDocumentAsync(rows, grant, cancellationToken).ConfigureAwait(false) is not { } signed)
        {
            return null;
        }

        return new ExportedConsent(grant, signed, await KeyOfAsync(rows, grant, signed, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The act that an entry names by its digest, with its evidence and what checks it; null when it is not here.</summary>
    public static async ValueTask<ExportedAct?> FindActAsync(IRowReader rows, byte[] digest, CancellationToken cancellationToken = default) =>
        await DocumentRows.FindActAsync(rows, digest, cancellationToken).ConfigureAwait(false) is { } signed
            ? new ExportedAct(signed, await KeyOfAsync(rows, null, signed, cancellationToken).ConfigureAwait(false))
            : null;

    private static async ValueTask<EvidenceKey> KeyOfAsync(
        IRowReader rows, GrantId? grant, SignedDocument signed, CancellationToken cancellationToken) =>
        Evidence.TryParse(signed.EvidenceType, signed.Evidence, out var evidence)
            && await KeyOfAsync(rows, grant, evidence, cancellationToken).ConfigureAwait(false) is { } key
            ? key
            : throw new InvalidDataException("An evidence names no device, passkey or identity that is known here.");

    private static async ValueTask<EvidenceKey?> KeyOfAsync(
        IRowReader rows, GrantId? grant, Evidence evidence, CancellationToken cancellationToken) => evidence switch
    {
        Evidence.DeviceSignature signature => EvidenceCheck.TryReadDevice(signature, out var id)
            && await DeviceRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } device ? new EvidenceKey.Device(device.Key) : null,
        Evidence.PasskeyAssertion passkey => await PasskeyRow.FindKeyAsync(rows, passkey.Answer.CredentialId, cancellationToken).ConfigureAwait(false) is { } key
            ? new EvidenceKey.Passkey(key) : null,
        Evidence.OidcStepUp signIn => await ProviderOfAsync(rows, grant, signIn, cancellationToken).ConfigureAwait(false),
        Evidence.Counter counter => await ProviderOfAsync(rows, grant, counter.SignIn, cancellationToken).ConfigureAwait(false),
        Evidence.Paper => new EvidenceKey.Entries(),
        _ => null,
    };

    // Who agreed in the resident's place may be gone by now; her salt stays with the consent.
    private static async ValueTask<EvidenceKey?> ProviderOfAsync(
        IRowReader rows, GrantId? grant, Evidence.OidcStepUp signIn, CancellationToken cancellationToken) =>
        IdToken.TryParse(signIn.IdToken, out var token)
            && ((grant is { } given ? await DocumentRows.FindSignerSaltAsync(rows, given, cancellationToken).ConfigureAwait(false) : null)
                ?? (await LinkedIdentityRow.FindAsync(rows, token.Issuer, token.Subject, cancellationToken).ConfigureAwait(false))?.Salt) is { } salt
            && (await ProviderKeyRow.OfIssuerAsync(rows, token.Issuer, cancellationToken).ConfigureAwait(false)).FirstOrDefault(token.IsSignedBy) is { } key
            ? new EvidenceKey.Provider(key, salt)
            : null;

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
