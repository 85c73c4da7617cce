using System.Security.Authentication;
using Google.Rpc;
using Grpc.Core;

namespace Pds.Client;

/// <summary>The one place where a gRPC failure becomes a <see cref="PdsException"/>.</summary>
internal static class CallFailures
{
    /// <summary>Turns any failure of a call into the SDK's exception; cancellation by the caller stays what it is.</summary>
    public static Exception Translate(RpcException failure, CancellationToken cancellation)
    {
        if (failure.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException("The caller cancelled.", failure, cancellation);
        }

        var status = TryReadStatus(failure);
        var info = status?.GetDetail<ErrorInfo>();
        return info is null ? WithoutReason(failure) : WithReason(failure, status!, info);
    }

    private static PdsException WithReason(RpcException failure, Google.Rpc.Status status, ErrorInfo info)
    {
        var sentence = status.GetDetail<LocalizedMessage>()?.Message;
        var retry = status.GetDetail<RetryInfo>();
        var violations = (status.GetDetail<BadRequest>()?.FieldViolations ?? []).ToList();
        return new PdsException(
            info.Reason,
            string.IsNullOrEmpty(sentence) ? Sentence(failure.StatusCode) : sentence,
            retry is not null, // errors.proto: RetryInfo is present only when the same call can succeed later
            retry?.RetryDelay?.ToTimeSpan(),
            failure,
            [.. violations.Select(violation => violation.Field)])
        {
            Faults = [.. violations.Where(violation => violation.Reason.Length > 0).Select(v => new PdsFault(v.Field, v.Reason, v.Description))],
        };
    }

    // No ErrorInfo: the server was not reached, or something between us answered. Its text is not ours to show.
    private static PdsException WithoutReason(RpcException failure) => failure switch
    {
        { Status.DebugException: HttpRequestException { InnerException: AuthenticationException } } => new PdsException(
            LocalReasons.ServerUnreachable, "サーバーの証明書が、市の認証局のものではありません。", inner: failure),
        { StatusCode: StatusCode.Unavailable } => new PdsException(
            LocalReasons.ServerUnreachable, Sentence(failure.StatusCode), retryable: true, inner: failure),
        _ => new PdsException(
            UpperSnake(failure.StatusCode), Sentence(failure.StatusCode), IsTransient(failure.StatusCode), inner: failure),
    };

    private static bool IsTransient(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted;

    private static string Sentence(StatusCode code) => code switch
    {
        StatusCode.Unavailable => "サーバーにつながりません。少し待ってから、もう一度お試しください。",
        StatusCode.DeadlineExceeded => "時間内に返事がありませんでした。もう一度お試しください。",
        StatusCode.ResourceExhausted => "混み合っています。少し待ってから、もう一度お試しください。",
        StatusCode.Unauthenticated => "呼び出し元を確かめられませんでした。証明書と時計を確かめてください。",
        StatusCode.PermissionDenied => "この呼び出しは許されていません。",
        StatusCode.NotFound => "見つかりません。",
        StatusCode.InvalidArgument => "入力に誤りがあります。",
        _ => "処理できませんでした。",
    };

    private static string UpperSnake(StatusCode code) => code switch
    {
        StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        StatusCode.Unauthenticated => "UNAUTHENTICATED",
        StatusCode.PermissionDenied => "PERMISSION_DENIED",
        StatusCode.NotFound => "NOT_FOUND",
        StatusCode.InvalidArgument => "INVALID_ARGUMENT",
        StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        StatusCode.Unimplemented => "UNIMPLEMENTED",
        StatusCode.Aborted => "ABORTED",
        _ => "INTERNAL",
    };

    // A status trailer from something that is not our server may not parse; that must not hide the failure itself.
    private static Google.Rpc.Status? TryReadStatus(RpcException failure)
    {
        try
        {
            return failure.GetRpcStatus();
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
