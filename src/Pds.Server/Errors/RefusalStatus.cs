using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Pds.Consent;
using Why = Pds.Consent.RefusalReason;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Errors;

/// <summary>
/// The only file that knows gRPC codes. Each refusal becomes a <c>google.rpc.Status</c> with exactly one ErrorInfo, a Japanese sentence, the
/// id of the failed call, and where they help, field violations and a retry delay. Both switches name every reason, so a new one does not
/// compile before it has a code and a sentence.
/// </summary>
internal static class RefusalStatus
{
    /// <summary>The ErrorInfo domain.</summary>
    public const string Domain = "pds";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>The domain's reason as errors.proto spells it.</summary>
    public static Wire OnTheWire(Why reason) => reason switch
    {
        Why.ReceiptNotAccepted => Wire.ReceiptNotAccepted,
        Why.CallProofStale => Wire.CallProofStale,
        Why.CallReplayed => Wire.CallReplayed,
        Why.CallProofMismatched => Wire.CallProofMismatched,
        Why.ConsentPaused => Wire.ConsentPaused,
        Why.ConsentWithdrawn => Wire.ConsentWithdrawn,
        Why.ConsentExpired => Wire.ConsentExpired,
        Why.ConsentInapplicable => Wire.ConsentInapplicable,
        Why.ConsentNotGiven => Wire.ConsentNotGiven,
        Why.ConsentNotYetValid => Wire.ConsentNotYetValid,
        Why.PurposeNotValid => Wire.PurposeNotValid,
        Why.FieldsNotGranted => Wire.FieldsNotGranted,
        Why.DataRangeNotGranted => Wire.DataRangeNotGranted,
        Why.CallFrequencyExceeded => Wire.CallFrequencyExceeded,
        Why.OrganizationNotInGoodStanding => Wire.OrganizationNotInGoodStanding,
        Why.ObligationOutstanding => Wire.ObligationOutstanding,
        Why.ResumeExpired => Wire.ResumeExpired,
        Why.ShareNotAccepted => Wire.ShareNotAccepted,
        Why.NoData => Wire.NoData,
        Why.InvalidArgument => Wire.InvalidArgument,
        Why.NotFound => Wire.NotFound,
        Why.Unauthenticated => Wire.Unauthenticated,
        Why.PermissionDenied => Wire.PermissionDenied,
        Why.EtagMismatch => Wire.EtagMismatch,
        Why.RequestIdReused => Wire.RequestIdReused,
        Why.PageTokenInvalid => Wire.PageTokenInvalid,
        Why.ConcurrentChange => Wire.ConcurrentChange,
        Why.LedgerUnavailable => Wire.LedgerUnavailable,
        Why.ClockNotTrustworthy => Wire.ClockNotTrustworthy,
        Why.AlreadyExists => Wire.AlreadyExists,
        Why.LimitExceeded => Wire.LimitExceeded,
        Why.MoveNotAllowed => Wire.MoveNotAllowed,
        Why.PurposeUnknown => Wire.PurposeUnknown,
        Why.PurposeNotApproved => Wire.PurposeNotApproved,
        Why.PurposeExpired => Wire.PurposeExpired,
        Why.DatasetNotValid => Wire.DatasetNotValid,
        Why.ValidityAboveCeiling => Wire.ValidityAboveCeiling,
        Why.FrequencyAboveCeiling => Wire.FrequencyAboveCeiling,
        Why.DataRangeAboveCeiling => Wire.DataRangeAboveCeiling,
        Why.RetentionAboveCeiling => Wire.RetentionAboveCeiling,
        Why.ModeAboveCeiling => Wire.ModeAboveCeiling,
        Why.FieldsNotInPurpose => Wire.FieldsNotInPurpose,
        Why.NotNarrower => Wire.NotNarrower,
        Why.AlreadyGranted => Wire.AlreadyGranted,
        Why.RequestExpired => Wire.RequestExpired,
        Why.DocumentNotCurrent => Wire.DocumentNotCurrent,
        Why.EvidenceNotAccepted => Wire.EvidenceNotAccepted,
        Why.DeclarationNotAccepted => Wire.DeclarationNotAccepted,
        Why.ControlNotMet => Wire.ControlNotMet,
        Why.NoticeNotAccepted => Wire.NoticeNotAccepted,
        Why.EnrollmentCodeNotAccepted => Wire.EnrollmentCodeNotAccepted,
        Why.RecordNotAccepted => Wire.RecordNotAccepted,
        Why.SourceSignatureNotAccepted => Wire.SourceSignatureNotAccepted,
        Why.ChallengeNotAccepted => Wire.ChallengeNotAccepted,
        Why.IdentityNotAccepted => Wire.IdentityNotAccepted,
        Why.IdentityNotLinked => Wire.IdentityNotLinked,
        Why.IdentityProviderUnavailable => Wire.IdentityProviderUnavailable,
        Why.PasskeyNotAccepted => Wire.PasskeyNotAccepted,
        Why.FreshSignInRequired => Wire.FreshSignInRequired,
        Why.MandateNotAccepted => Wire.MandateNotAccepted,
        Why.OutsideMandate => Wire.OutsideMandate,
        Why.MandateCodeNotAccepted => Wire.MandateCodeNotAccepted,
        Why.RelationNotInRegister => Wire.RelationNotInRegister,
        Why.RequestHeldByCity => Wire.RequestHeldByCity,
        Why.VisitNotAccepted => Wire.VisitNotAccepted,
        Why.OwnOffice => Wire.OwnOffice,
        Why.SecondPersonRequired => Wire.SecondPersonRequired,
        Why.FormNotAccepted => Wire.FormNotAccepted,
        Why.FormOutOfDate => Wire.FormOutOfDate,
        Why.ScanNotAccepted => Wire.ScanNotAccepted,
        Why.MarksDiffer => Wire.MarksDiffer,
        Why.SpokenCodeNotAccepted => Wire.SpokenCodeNotAccepted,
        Why.ScanNotSeen => Wire.ScanNotSeen,
        Why.CorrectionOpen => Wire.CorrectionOpen,
        Why.NoticeChannelUnavailable => Wire.NoticeChannelUnavailable,
        Why.StepUpRequired => Wire.StepUpRequired,
        Why.LetterNotAccepted => Wire.LetterNotAccepted,
    };

    /// <summary>The machine-readable reason: the enum's name on the wire without its prefix.</summary>
    public static string Code(Wire reason)
    {
        var name = Pds.Protocol.V1.ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name;
        return name["REFUSAL_REASON_".Length..];
    }

    /// <summary>The whole answer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="requestId">The server's id of the call.</param>
    /// <param name="field">The member at fault, when there is one.</param>
    /// <param name="retryAfter">When the same call can succeed, where that hangs on more than the reason.</param>
    /// <param name="details">Every fault, where there can be several; they take the place of <paramref name="field"/>.</param>
    public static Google.Rpc.Status Of(
        Wire reason, string requestId, string? field = null, TimeSpan? retryAfter = null, IReadOnlyList<RefusalDetail>? details = null)
    {
        var (code, sentence, usual) = Meaning(reason);
        var status = new Google.Rpc.Status { Code = (int)code, Message = Code(reason) };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = Domain, Reason = Code(reason) }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "ja-JP", Message = sentence }));
        status.Details.Add(Any.Pack(new RequestInfo { RequestId = requestId }));
        if (Violations(field, sentence, details ?? []) is { FieldViolations.Count: > 0 } violations)
        {
            status.Details.Add(Any.Pack(violations));
        }

        if ((retryAfter ?? usual) is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        return status;
    }

    /// <summary>The same as the exception in which gRPC carries it; JSON transcoding writes it as a status object.</summary>
    public static RpcException Exception(
        Wire reason, string requestId, string? field = null, TimeSpan? retryAfter = null, IReadOnlyList<RefusalDetail>? details = null)
    {
        var status = Of(reason, requestId, field, retryAfter, details);
        var trailers = new Metadata { { "grpc-status-details-bin", status.ToByteArray() } };
        return new RpcException(new Grpc.Core.Status((StatusCode)status.Code, status.Message), trailers);
    }

    /// <summary>How long until time itself lifts a refusal: until the next period begins, or the consent starts. Null for any other.</summary>
    public static TimeSpan? RetryAfter(Refusal why, DateTimeOffset now) =>
        why is { Reason: Why.CallFrequencyExceeded or Why.ConsentNotYetValid, At: { } at } && at > now ? at - now : null;

    /// <summary>A refusal of the domain as an item of a batch: what the status of a single call says, in one message.</summary>
    public static Pds.Protocol.V1.ItemRefusal Item(Refusal why, DateTimeOffset now)
    {
        var reason = OnTheWire(why.Reason);
        var (code, sentence, usual) = Meaning(reason);
        return new Pds.Protocol.V1.ItemRefusal
        {
            Code = (int)code,
            Reason = Code(reason),
            MessageJa = sentence,
            RetryDelay = (RetryAfter(why, now) ?? usual) is { } wait ? Duration.FromTimeSpan(wait) : null,
            Field = why.Field ?? "",
        };
    }

    /// <summary>The gRPC code of a reason.</summary>
    public static StatusCode CodeOf(Wire reason) => Meaning(reason).Code;

    private static BadRequest Violations(string? field, string sentence, IReadOnlyList<RefusalDetail> details)
    {
        var violations = new BadRequest();
        violations.FieldViolations.Add(details.Select(detail => new BadRequest.Types.FieldViolation
        {
            Field = detail.Field, Reason = detail.Code, Description = detail.SentenceJa,
        }));
        if (field is not null && details.Count == 0)
        {
            violations.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = sentence });
        }

        return violations;
    }

    private static (StatusCode Code, string Sentence, TimeSpan? Retry) Meaning(Wire reason) => reason switch
    {
        Wire.Unspecified => (StatusCode.Internal, "処理できませんでした。", null),
        Wire.ReceiptNotAccepted => (StatusCode.PermissionDenied, "この同意の受領証は、あなたのものとして確認できません。", null),
        Wire.CallProofStale => (StatusCode.Unauthenticated, "呼び出しの署名の時刻が古すぎるか、進みすぎています。時計を確かめてください。", null),
        Wire.CallReplayed => (StatusCode.Unauthenticated, "同じ呼び出しが、すでに使われています。", null),
        Wire.CallProofMismatched => (StatusCode.Unauthenticated, "呼び出しの署名が、この呼び出しの内容と合いません。", null),
        Wire.ConsentPaused => (StatusCode.FailedPrecondition, "ご本人が、この同意を一時停止しています。", null),
        Wire.ConsentWithdrawn => (StatusCode.FailedPrecondition, "ご本人が、この同意を取り消しました。", null),
        Wire.ConsentExpired => (StatusCode.FailedPrecondition, "この同意の期限が過ぎました。", null),
        Wire.ConsentInapplicable => (StatusCode.FailedPrecondition, "もとになる利用目的かデータの種類が無効になったため、この同意は使えません。", null),
        Wire.ConsentNotGiven => (StatusCode.FailedPrecondition, "この同意は、まだ与えられていません。", null),
        Wire.ConsentNotYetValid => (StatusCode.FailedPrecondition, "この同意は、まだ始まっていません。", null),
        Wire.PurposeNotValid => (StatusCode.FailedPrecondition, "この利用目的は、今は有効ではありません。", null),
        Wire.FieldsNotGranted => (StatusCode.PermissionDenied, "同意されていない項目が含まれています。", null),
        Wire.DataRangeNotGranted => (StatusCode.PermissionDenied, "同意された期間の外のデータが求められています。", null),
        Wire.CallFrequencyExceeded => (StatusCode.ResourceExhausted, "この期間に許された回数を使い切りました。", null),
        Wire.OrganizationNotInGoodStanding => (StatusCode.PermissionDenied, "この事業者の利用は止められています。", null),
        Wire.ObligationOutstanding => (StatusCode.FailedPrecondition, "前の利用で果たすべきことが残っています。", null),
        Wire.ResumeExpired => (StatusCode.FailedPrecondition, "この呼び出しをやり直せる時間が過ぎました。新しく呼び出してください。", null),
        Wire.ShareNotAccepted => (StatusCode.PermissionDenied, "預けられた鍵のかけらが、この同意のものと合いません。", null),
        Wire.NoData => (StatusCode.NotFound, "同意された範囲のデータは、まだありません。", null),
        Wire.InvalidArgument => (StatusCode.InvalidArgument, "入力の内容に誤りがあります。", null),
        Wire.NotFound => (StatusCode.NotFound, "見つかりません。", null),
        Wire.Unauthenticated => (StatusCode.Unauthenticated, "だれからの呼び出しか、確認できません。", null),
        Wire.PermissionDenied => (StatusCode.PermissionDenied, "この操作は許されていません。", null),
        Wire.EtagMismatch => (StatusCode.Aborted, "読んだあとに内容が変わりました。読み直してください。", null),
        Wire.RequestIdReused => (StatusCode.AlreadyExists, "同じ request_id が、別の内容で使われています。", null),
        Wire.PageTokenInvalid => (StatusCode.InvalidArgument, "続きを読むための印が正しくないか、期限が過ぎました。最初から読み直してください。", null),
        Wire.ConcurrentChange => (StatusCode.Aborted, "同じものが同時に変更されました。もう一度お試しください。", Soon),
        Wire.LedgerUnavailable => (StatusCode.Unavailable, "記録ができないため、処理を止めました。しばらくしてからお試しください。", Soon),
        Wire.ClockNotTrustworthy => (StatusCode.Unavailable, "サーバーの時計を確認しています。しばらくしてからお試しください。", Later),
        Wire.AlreadyExists => (StatusCode.AlreadyExists, "すでに同じものがあります。", null),
        Wire.LimitExceeded => (StatusCode.ResourceExhausted, "一度に求められる量を超えました。", null),
        Wire.MoveNotAllowed => (StatusCode.FailedPrecondition, "今の状態では、この操作はできません。", null),
        Wire.PurposeUnknown => (StatusCode.NotFound, "その利用目的はありません。", null),
        Wire.PurposeNotApproved => (StatusCode.FailedPrecondition, "この利用目的は、審査会の承認を受けていません。", null),
        Wire.PurposeExpired => (StatusCode.FailedPrecondition, "この利用目的の期限が過ぎました。", null),
        Wire.DatasetNotValid => (StatusCode.FailedPrecondition, "このデータの種類は、今は使えません。", null),
        Wire.ValidityAboveCeiling => (StatusCode.FailedPrecondition, "求められた有効期間が、上限を超えています。", null),
        Wire.FrequencyAboveCeiling => (StatusCode.FailedPrecondition, "求められた回数が、上限を超えています。", null),
        Wire.DataRangeAboveCeiling => (StatusCode.FailedPrecondition, "求められたデータの期間が、上限を超えています。", null),
        Wire.RetentionAboveCeiling => (StatusCode.FailedPrecondition, "求められた保存期間が、上限を超えています。", null),
        Wire.ModeAboveCeiling => (StatusCode.FailedPrecondition, "求められた使い方は、この利用目的では許されていません。", null),
        Wire.FieldsNotInPurpose => (StatusCode.FailedPrecondition, "利用目的にない項目が含まれているか、必要な項目が足りません。", null),
        Wire.NotNarrower => (StatusCode.InvalidArgument, "求められた範囲より広い選択はできません。", null),
        Wire.AlreadyGranted => (StatusCode.AlreadyExists, "同じ内容の同意が、すでにあります。", null),
        Wire.RequestExpired => (StatusCode.FailedPrecondition, "この依頼に答えられる期限が過ぎました。", null),
        Wire.DocumentNotCurrent => (StatusCode.FailedPrecondition, "同意の文書が新しくなりました。もう一度お読みください。", null),
        Wire.EvidenceNotAccepted => (StatusCode.PermissionDenied, "ご本人がこの文書に同意したことを確認できません。", null),
        Wire.DeclarationNotAccepted => (StatusCode.InvalidArgument, "届け出の内容が決まりに合っていません。", null),
        Wire.ControlNotMet => (StatusCode.FailedPrecondition, "届け出の内容が、影響評価の点検項目に合っていません。", null),
        Wire.NoticeNotAccepted => (StatusCode.InvalidArgument, "説明の文に、直すところがあります。", null),
        Wire.EnrollmentCodeNotAccepted => (StatusCode.PermissionDenied, "登録コードが正しくないか、使えなくなっています。", null),
        Wire.RecordNotAccepted => (StatusCode.InvalidArgument, "記録の形が、データの種類の定めと合いません。", null),
        Wire.SourceSignatureNotAccepted => (StatusCode.PermissionDenied, "記録の提供元の署名を確認できません。", null),
        Wire.ChallengeNotAccepted => (StatusCode.PermissionDenied, "サインインの時間が過ぎました。はじめからお試しください。", null),
        Wire.IdentityNotAccepted => (StatusCode.PermissionDenied, "ご本人の確認ができませんでした。もう一度お試しください。", null),
        Wire.IdentityNotLinked => (StatusCode.FailedPrecondition, "はじめての方です。手紙の登録コードを入れてください。", null),
        Wire.IdentityProviderUnavailable => (StatusCode.Unavailable, "本人確認のサービスにつながりません。少し待ってお試しください。", Later),
        Wire.PasskeyNotAccepted => (StatusCode.PermissionDenied, "パスキーを確認できませんでした。", null),
        Wire.FreshSignInRequired => (StatusCode.FailedPrecondition, "大切な手続きです。もう一度サインインしてください。", null),
        Wire.MandateNotAccepted => (StatusCode.PermissionDenied, "この人の代わりをすることは、今はできません。", null),
        Wire.OutsideMandate => (StatusCode.PermissionDenied, "代わりにしてよいことに、入っていません。", null),
        Wire.MandateCodeNotAccepted => (StatusCode.PermissionDenied, "番号が正しくないか、使えなくなっています。", null),
        Wire.RelationNotInRegister => (StatusCode.FailedPrecondition, "市の台帳に、この間柄がありません。", null),
        Wire.RequestHeldByCity => (StatusCode.FailedPrecondition, "市が確かめているため、今はお願いを届けられません。", null),
        Wire.VisitNotAccepted => (StatusCode.PermissionDenied, "この手伝いは終わっています。はじめから受け付けてください。", null),
        Wire.OwnOffice => (StatusCode.PermissionDenied, "自分の部署のお願いは手伝えません。ほかの職員に代わってください。", null),
        Wire.SecondPersonRequired => (StatusCode.PermissionDenied, "ふたり目は、別の職員でなければなりません。", null),
        Wire.FormNotAccepted => (StatusCode.FailedPrecondition, "この用紙は使えません。番号がちがうか、もう受け付けています。", null),
        Wire.FormOutOfDate => (StatusCode.FailedPrecondition, "この用紙の内容は古くなりました。新しい用紙を使ってください。", null),
        Wire.ScanNotAccepted => (StatusCode.InvalidArgument, "この画像は受け付けられません。PNGかJPEGかPDFで、3MBまでです。", null),
        Wire.MarksDiffer => (StatusCode.FailedPrecondition, "ふたりの読み取りがちがいます。この用紙では何も決まりません。", null),
        Wire.SpokenCodeNotAccepted => (StatusCode.PermissionDenied, "数字がちがいます。3回まちがえると、この電話は終わります。", null),
        Wire.ScanNotSeen => (StatusCode.FailedPrecondition, "まだ用紙の画像を見ていません。見てから、えらんでください。", null),
        Wire.CorrectionOpen => (StatusCode.AlreadyExists, "この項目については、すでに返事を待っています。", null),
        Wire.NoticeChannelUnavailable => (StatusCode.FailedPrecondition, "この受け取り方は、今は使えません。", null),
        Wire.StepUpRequired => (StatusCode.FailedPrecondition, "とくに大切なことです。本人確認を、もう一度してください。", null),
        Wire.LetterNotAccepted => (StatusCode.PermissionDenied, "この番号では入れません。番号をもう一度ごらんください。", null),
        Wire.MessageMalformed => (StatusCode.InvalidArgument, "メッセージを読み取れません。", null),
        Wire.MessageTooLarge => (StatusCode.ResourceExhausted, "メッセージが大きすぎます。", null),
        Wire.MessageCompressed => (StatusCode.Unimplemented, "圧縮されたメッセージは受け付けません。", null),
        Wire.MethodUnknown => (StatusCode.Unimplemented, "その操作はありません。", null),
        Wire.ClientCertificateRequired => (StatusCode.Unauthenticated, "事業者の証明書が必要です。", null),
        Wire.ClientCertificateNotAccepted => (StatusCode.Unauthenticated, "この証明書は使えません。", null),
        Wire.CallProofRequired => (StatusCode.Unauthenticated, "呼び出しの署名が必要です。", null),
        Wire.CsrNotAccepted => (StatusCode.InvalidArgument, "証明書の申請の形が正しくありません。", null),
        Wire.EncryptionKeyNotAccepted => (StatusCode.InvalidArgument, "暗号化の鍵の形が正しくありません。", null),
        Wire.DeviceProofNotAccepted => (StatusCode.InvalidArgument, "端末の署名を確認できません。", null),
        Wire.Cancelled => (StatusCode.Cancelled, "処理が取り消されました。", null),
        Wire.SessionNotAccepted => (StatusCode.Unauthenticated, "サインインの時間が終わりました。もう一度サインインしてください。", null),
        Wire.Internal => (StatusCode.Internal, "サーバーの中で問題が起きました。番号を添えてお問い合わせください。", null),
    };
}
