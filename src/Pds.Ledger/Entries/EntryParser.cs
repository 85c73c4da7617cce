using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pds.Ledger;

/// <summary>
/// The one place that knows every kind. Strictness is one comparison: a body is good when encoding what was read gives the same bytes,
/// so there is exactly one spelling of every entry.
/// </summary>
internal static class EntryParser
{
    internal static bool TryParse(byte[] body, [NotNullWhen(true)] out LedgerEntry? entry)
    {
        entry = null;
        if (body.Length is 0 or > LedgerEntry.MaxBodyBytes || Read(body) is not LedgerEntry read || !IsWritten(read, body))
        {
            return false;
        }

        entry = read;
        return true;
    }

    private static LedgerEntry? Read(byte[] body)
    {
        try
        {
            if (!EntryReader.TryOpen(body, out var reader))
            {
                return null;
            }

            var entry = reader.Number("v") == LedgerEntry.FormatVersion ? ReadKind(reader.Text("kind"), reader.Time("at"), reader) : null;
            var staff = reader.OptionalParsed<StaffId>("staff", StaffId.TryParse);
            return reader.Failed || entry is null ? null : staff is null ? entry : entry with { Staff = staff };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // Not JSON, or a string that is not UTF-8: a bad body is an answer here and no fault of ours.
        }
    }

    /// <summary>A text the writer refuses (too long) was never written by it either.</summary>
    private static bool IsWritten(LedgerEntry entry, byte[] body)
    {
        try
        {
            return entry.HasBody(body);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static LedgerEntry? ReadKind(string kind, DateTimeOffset at, EntryReader reader) => kind switch
    {
        LedgerStarted.KindName => LedgerStarted.Read(at, reader),
        ResidentCreated.KindName => ResidentCreated.Read(at, reader),
        DeviceEnrolled.KindName => DeviceEnrolled.Read(at, reader),
        IdentityLinked.KindName => IdentityLinked.Read(at, reader),
        PasskeyRegistered.KindName => PasskeyRegistered.Read(at, reader),
        PasskeyRemoved.KindName => PasskeyRemoved.Read(at, reader),
        IdentityProviderKeySeen.KindName => IdentityProviderKeySeen.Read(at, reader),
        ReferenceIssued.KindName => ReferenceIssued.Read(at, reader),
        OrganizationRegistered.KindName => OrganizationRegistered.Read(at, reader),
        EnrollmentCodeIssued.KindName => EnrollmentCodeIssued.Read(at, reader),
        OrganizationEnrolled.KindName => OrganizationEnrolled.Read(at, reader),
        CertificateRenewed.KindName => CertificateRenewed.Read(at, reader),
        OrganizationSuspended.KindName => OrganizationSuspended.Read(at, reader),
        DatasetPublished.KindName => DatasetPublished.Read(at, reader),
        DatasetInvalidated.KindName => DatasetInvalidated.Read(at, reader),
        PurposeProposed.KindName => PurposeProposed.Read(at, reader),
        PurposeReviewed.KindName => PurposeReviewed.Read(at, reader),
        PurposeInvalidated.KindName => PurposeInvalidated.Read(at, reader),
        ControlsPublished.KindName => ControlsPublished.Read(at, reader),
        RecordWritten.KindName => RecordWritten.Read(at, reader),
        ConsentRequested.KindName => ConsentRequested.Read(at, reader),
        ConsentDeclined.KindName => ConsentDeclined.Read(at, reader),
        ConsentGranted.KindName => ConsentGranted.Read(at, reader),
        ConsentPaused.KindName => ConsentPaused.Read(at, reader),
        ConsentResumed.KindName => ConsentResumed.Read(at, reader),
        ConsentWithdrawn.KindName => ConsentWithdrawn.Read(at, reader),
        ConsentExpired.KindName => ConsentExpired.Read(at, reader),
        ConsentInapplicable.KindName => ConsentInapplicable.Read(at, reader),
        DisclosureIntended.KindName => DisclosureIntended.Read(at, reader),
        Disclosed.KindName => Disclosed.Read(at, reader),
        DisclosureStopped.KindName => DisclosureStopped.Read(at, reader),
        DisclosureRefused.KindName => DisclosureRefused.Read(at, reader),
        CallRefused.KindName => CallRefused.Read(at, reader),
        HistoryRead.KindName => HistoryRead.Read(at, reader),
        KeyPublished.KindName => KeyPublished.Read(at, reader),
        ExportRequested.KindName => ExportRequested.Read(at, reader),
        ExportEnded.KindName => ExportEnded.Read(at, reader),
        ExportFetched.KindName => ExportFetched.Read(at, reader),
        HeadsPublished.KindName => HeadsPublished.Read(at, reader),
        ErasureOrdered.KindName => ErasureOrdered.Read(at, reader),
        LawfulReadingProposed.KindName => LawfulReadingProposed.Read(at, reader),
        LawfulReading.KindName => LawfulReading.Read(at, reader),
        QuestionAsked.KindName => QuestionAsked.Read(at, reader),
        QuestionAnswered.KindName => QuestionAnswered.Read(at, reader),
        NoticesChosen.KindName => NoticesChosen.Read(at, reader),
        NoticesSent.KindName => NoticesSent.Read(at, reader),
        CorrectionAsked.KindName => CorrectionAsked.Read(at, reader),
        CorrectionDecided.KindName => CorrectionDecided.Read(at, reader),
        DataExported.KindName => DataExported.Read(at, reader),
        HistoryErased.KindName => HistoryErased.Read(at, reader),
        MandateOffered.KindName => MandateOffered.Read(at, reader),
        GuardianRegistered.KindName => GuardianRegistered.Read(at, reader),
        MandateAccepted.KindName => MandateAccepted.Read(at, reader),
        MandateEnded.KindName => MandateEnded.Read(at, reader),
        RepresentativeLooked.KindName => RepresentativeLooked.Read(at, reader),
        RegisterChanged.KindName => RegisterChanged.Read(at, reader),
        StaffAdded.KindName => StaffAdded.Read(at, reader),
        StaffLinked.KindName => StaffLinked.Read(at, reader),
        StaffRemoved.KindName => StaffRemoved.Read(at, reader),
        VisitOpened.KindName => VisitOpened.Read(at, reader),
        VisitClosed.KindName => VisitClosed.Read(at, reader),
        StaffLooked.KindName => StaffLooked.Read(at, reader),
        PaperFormPrinted.KindName => PaperFormPrinted.Read(at, reader),
        PaperRecorded.KindName => PaperRecorded.Read(at, reader),
        PaperSetAside.KindName => PaperSetAside.Read(at, reader),
        LetterOrdered.KindName => LetterOrdered.Read(at, reader),
        LetterIssued.KindName => LetterIssued.Read(at, reader),
        LetterUsed.KindName => LetterUsed.Read(at, reader),
        LetterRefused.KindName => LetterRefused.Read(at, reader),
        LetterRevoked.KindName => LetterRevoked.Read(at, reader),
        Cover.KindName => new Cover(at),
        _ => null,
    };
}
