using Pds.Cryptography;

namespace Pds.Vault;

/// <summary>
/// Everything that must hold of a source record before anything is written: signed by this source now, with a certificate that any recipient
/// can check later, of this dataset, typed. What a recipient would refuse is refused here, or one bad record spoils every delivery with it.
/// </summary>
internal sealed class SourceRecordCheck(IRecordSchemas schemas, CertificateTrust organizations, TimeProvider clock)
{
    /// <summary>A record may be signed this long before it is written, and no longer: a date of signing is not for the source to choose.</summary>
    public static readonly TimeSpan SignedWithin = TimeSpan.FromHours(24);

    /// <summary>How far ahead of ours a source's clock may be.</summary>
    public static readonly TimeSpan ClockAhead = TimeSpan.FromSeconds(60);

    internal abstract record Result
    {
        internal sealed record Accepted(SourceRecord Signed) : Result;

        internal sealed record No(WriteRecordOutcome.Refused Refused) : Result;
    }

    public async ValueTask<Result> RunAsync(WriteRecordInput input, SourceCaller source, CancellationToken cancellationToken)
    {
        if (input.SourceRecord.Length > WriteRecordInput.MaxSourceRecordLength || !SourceRecord.TryParse(input.SourceRecord, out var signed))
        {
            return Refuse(RecordRefusal.SourceRecordMalformed);
        }

        // The signature is the organisation's own, checked with the key it just proved to hold: a source cannot relay another's record.
        if (signed.Issuer != source.Organization.ToString() || !signed.IsSignedBy(source.Key)
            || !IsSignedNow(signed) || !ShowsWhoSigned(signed, source))
        {
            return Refuse(RecordRefusal.SourceSignatureNotAccepted);
        }

        if (signed.Dataset != input.Dataset || await schemas.FindAsync(input.Dataset, cancellationToken) is not { IsOpen: true } schema)
        {
            return Refuse(RecordRefusal.DatasetNotValid);
        }

        return signed.DataDate != input.DataDate ? Refuse(RecordRefusal.FieldNotAccepted, "data_date") : CheckFields(signed, schema);
    }

    private bool IsSignedNow(SourceRecord signed)
    {
        var now = clock.GetUtcNow();
        return signed.IssuedAt <= now + ClockAhead && signed.IssuedAt > now - SignedWithin;
    }

    // The very check the SDK makes (OfflineVerifier.TryVerifySource), with the certificate of this call's key and no other.
    private bool ShowsWhoSigned(SourceRecord signed, SourceCaller source) =>
        organizations.TryValidate(signed.CertificateChain, signed.IssuedAt, out var certificate)
        && certificate.OrganizationId == signed.Issuer && certificate.Key.Equals(source.Key);

    private static Result CheckFields(SourceRecord signed, IRecordSchema schema)
    {
        if (schema.RequiredFields.FirstOrDefault(required => !signed.Fields.ContainsKey(required)) is { } missing)
        {
            return Refuse(RecordRefusal.FieldNotAccepted, missing);
        }

        if (schema.IsDated != signed.DataDate.HasValue)
        {
            return Refuse(RecordRefusal.FieldNotAccepted, "data_date");
        }

        var wrong = signed.Fields.FirstOrDefault(field =>
            field.Value.Encoded.Length > Cell.MaxContentBytes || !schema.Accepts(field.Key, field.Value.Value));
        return wrong.Key is null ? new Result.Accepted(signed) : Refuse(RecordRefusal.FieldNotAccepted, wrong.Key);
    }

    private static Result.No Refuse(RecordRefusal why, string? field = null) => new(new WriteRecordOutcome.Refused(why, field));
}
