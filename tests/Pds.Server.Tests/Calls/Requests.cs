using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>A message for each method that would be understood: well-formed members that name objects which never existed.</summary>
internal static class Requests
{
    public static byte[] For(CallMethod method) => Make(method).ToByteArray();

    public static IMessage Make(CallMethod method, string? grant = null, string? organization = null)
    {
        var message = method.Input.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in method.Input.Fields.InFieldNumberOrder().Where(f => !f.IsRepeated && f.FieldType == Google.Protobuf.Reflection.FieldType.String))
        {
            field.Accessor.SetValue(message, TextOf(field.Name, method.Path[(method.Path.LastIndexOf('/') + 1)..], grant, organization));
        }

        foreach (var field in method.Input.Fields.InFieldNumberOrder().Where(f => f.Name == "version"))
        {
            field.Accessor.SetValue(message, 1);
        }

        Fill(message);
        return message;
    }

    private static string TextOf(string name, string method, string? grant, string? organization) => name switch
    {
        "grant_id" => grant ?? GrantId.New().ToString(),
        "organization_id" when method == "ListQuestions" => "",
        "organization_id" => organization ?? OrganizationId.New().ToString(),
        "resident_ref" => ResidentRef.New().ToString(),
        "request_id" => Actor.NewRequestId(),
        "etag" => "v1",
        "code" => "never-existed",
        "dataset" => Story.Dataset,
        "reason_ja" or "name_ja" => "試験",
        "source_record" => "x",
        "enrollment_code" => "enc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "device_code" => "dvc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "presentation" => "x",
        "passkey_id" => "AAAAAAAAAAAAAAAAAAAAAA",
        "challenge" => method is "Resume" or "ExportOwnData" ? "" : "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "id_token" => method == "CreateSession" ? "" : "x",
        "question_id" => QuestionId.New().ToString(),
        "text_ja" or "answer_ja" => "試験",
        "visit_id" => VisitId.New().ToString(),
        "form_id" => PaperFormId.New().ToString(),
        "letter_id" => LetterId.New().ToString(),
        "case_id" => PaperCaseId.New().ToString(),
        "resident_number" => Pds.Consent.ResidentNumber.New().ToString(),
        "purpose" => Story.Purpose,
        "telephone" => "",
        "staff_id" => StaffId.New().ToString(),
        "link_code" => "stc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "correction_id" => CorrectionId.New().ToString(),
        "record_id" when method == "AskCorrection" => RecordId.New().ToString(),
        "field" => "name",
        "statement_ja" => "試験",
        "notice_id" => NoticeId.New().ToString(),
        "export_job_id" => ExportId.New().ToString(),
        _ => "",
    };

    private static void Fill(IMessage message)
    {
        switch (message)
        {
            case ReviewPurposeRequest review:
                review.Verdict = ReviewVerdict.Approve;
                break;
            case RegisterOrganizationRequest register:
                register.Roles.Add(OrganizationRole.Recipient);
                break;
            case RequestConsentRequest ask:
                ask.Items.Add(new AskedItem { Purpose = Story.Purpose });
                break;
            case GrantRequest grant:
                grant.Document = ByteString.CopyFromUtf8("{}");
                grant.Evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = "x" } };
                break;
            case RegisterPasskeyRequest passkey:
                passkey.Attestation = new PasskeyAttestation { ClientDataJson = ByteString.CopyFromUtf8("{}"), AttestationObject = ByteString.CopyFromUtf8("{}") };
                break;
            case DecideCorrectionRequest decide:
                decide.Outcome = CorrectionState.Refused;
                break;
            case ChooseNoticeSettingsRequest choice:
                (choice.Channel, choice.Rhythm) = (NoticeChannel.None, NoticeRhythm.Weekly);
                break;
            case CreateSessionRequest session:
                session.IdToken = "x";
                break;
            case CloseVisitRequest close:
                close.End = VisitEnd.Done;
                break;
            case RecordPaperRequest record:
                record.Marks = new PaperMarks { Consent = Mark.Yes };
                break;
            case ConfirmPaperRequest confirm:
                confirm.Marks = new PaperMarks { Consent = Mark.Yes };
                break;
            case AddStaffRequest staff:
                staff.Roles.Add(StaffRole.Counter);
                break;
            case RequestDataBatchRequest batch:
                batch.Items.Add(new RequestDataRequest { Presentation = "x" });
                break;
        }
    }
}
