using System.Globalization;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Makes the receipt of a consent once, after the consent is durable, and keeps it. When a crash came between the two, the next one who
/// asks makes it again from the entry: the recipient never holds two, and only the key holder of the moment of the yes ever holds one.
/// </summary>
/// <param name="recorder">The ledger.</param>
/// <param name="issuer">Signs.</param>
/// <param name="signer">Whose issuer URL names the status lists.</param>
/// <param name="controller">The city, as the receipt names it.</param>
/// <param name="acts">Finds entries again.</param>
public sealed class GrantReceipts(
    Recorder recorder, ReceiptIssuer issuer, ReceiptSigner signer, ReceiptParty controller, ActReceipts acts)
{
    /// <summary>
    /// The receipt of a consent, made now if it never was. Refuses with REQUEST_EXPIRED when it never was and the recipient's call key is
    /// another one by now: whoever holds that key has to ask.
    /// </summary>
    /// <param name="grant">A consent that was given.</param>
    /// <param name="entry">Its entry when it is at hand; found again when null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now; the consent stands, ask again.</exception>
    internal async ValueTask<Outcome<GivenReceipt>> OfAsync(Grant grant, RecordedEntry? entry, CancellationToken cancellationToken)
    {
        var (stored, version) = await DocumentRows.FindReceiptAsync(recorder.Rows, grant.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("A consent that was given has no receipt row.");
        var chain = ChainId.Resident(grant.Resident);
        if (stored is { SdJwt: { } kept, EntryIndex: { } index })
        {
            entry ??= await recorder.FindEntryAsync(chain, index, cancellationToken).ConfigureAwait(false);
            return new GivenReceipt(kept, stored.SealedShare, entry!);
        }

        var recipient = (await OrganizationRow.FindAsync(recorder.Rows, grant.Recipient, cancellationToken).ConfigureAwait(false))!;
        if (recipient.CallKey is not { } holder || holder.Jkt != grant.Given?.CallJkt)
        {
            return new Refusal(RefusalReason.RequestExpired, At: recipient.KeysSince);
        }

        entry ??= await acts.FindEntryAsync<ConsentGranted>(grant, e => e.Grant, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("A consent that was given has no entry.");
        var sdJwt = issuer.Issue(await ContentAsync(grant, recipient, holder, entry, cancellationToken).ConfigureAwait(false));
        var put = DocumentRows.PutReceipt(grant, stored with { SdJwt = sdJwt, EntryIndex = entry.Index }, version);

        // If power fails before this command is durable, the receipt just made is lost and was given to nobody.
        var recording = await recorder.RecordAsync(new Command([put], []), cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done
            ? new GivenReceipt(sdJwt, stored.SealedShare, entry)
            : await OfAsync(grant, entry, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReceiptContent> ContentAsync(
        Grant grant, Organization recipient, Es256PublicKey holder, RecordedEntry entry, CancellationToken cancellationToken)
    {
        var rows = recorder.Rows;
        var given = grant.Given ?? throw new InvalidDataException("A receipt is of a consent that was given.");
        var purpose = (await PurposeRow.FindAsync(rows, grant.Purpose, cancellationToken).ConfigureAwait(false))!;
        var dataset = (await DatasetRow.FindAsync(rows, grant.Dataset, cancellationToken).ConfigureAwait(false))!;
        return new ReceiptContent
        {
            IssuedAt = given.At,
            Expires = grant.Terms.Ends,
            Holder = holder,
            Status = StatusPlace.Of(signer.Issuer, given.StatusIndex),
            Grant = grant.Id,
            Log = new LogPlace(recorder.Origin, entry.Commitment),
            ConsentDigest = given.ConsentDigest,
            EncJkt = given.EncJkt,
            Purpose = grant.Purpose,
            Recipient = grant.Recipient,
            ResidentRef = grant.Reference,
            Attributes = [.. grant.Terms.Fields.Select(f => ReceiptAttribute.Of(dataset.Field(f)!, purpose.OptionalFields.Contains(f)))],
            Notice = new ReceiptNotice(purpose.NoticeUrl ?? $"urn:pds:purpose:{purpose.Id}", Base64Url.Encode(given.ConsentDigest), "ja"),
            LegalBasis = new ReceiptLegalBasis("dpv:Consent", Texts.Receipt["law.basis"], Texts.Receipt["withdrawal"]),
            Retention = ReceiptRetention.Of(grant.Terms.Mode, grant.Terms.RetentionDays),
            Jurisdiction = new ReceiptJurisdiction("JP", Texts.Receipt["law"], [controller, Party(recipient)]),
            ConsentEvidence = EvidenceOf(grant, given),
            ActedBy = LedgerEntry.TryParse(entry.Body, out var said) ? ReceiptActor.Of((said as ConsentGranted)?.Acting) : null,
        };
    }

    private static ReceiptEvidence EvidenceOf(Grant grant, GivenConsent given) => new(
        given.EvidenceType,
        Base64Url.Encode(given.EvidenceDigest),
        Instant.Format(given.At),
        grant.Reference.ToString(),
        "dpv:ConsentGiven",
        Instant.Format(grant.Terms.Starts),
        string.Create(CultureInfo.InvariantCulture, $"PT{(long)(grant.Terms.Ends - grant.Terms.Starts).TotalSeconds}S"));

    private static ReceiptParty Party(Organization recipient) => new(
        recipient.Id.ToString(), "dpv:Recipient", "dpv:Organisation", recipient.NameJa, Texts.Receipt["recipient.address"], Texts.Receipt["recipient.contact"]);
}

/// <summary>A receipt with what goes beside it.</summary>
/// <param name="SdJwt">SD-JWT VC with all disclosures.</param>
/// <param name="SealedShare">S_rcpt as an HPKE message to the recipient; for nobody else.</param>
/// <param name="Entry">The consent's entry, with a fresh proof.</param>
public sealed record GivenReceipt(string SdJwt, byte[] SealedShare, RecordedEntry Entry)
{
    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(GivenReceipt);
}
