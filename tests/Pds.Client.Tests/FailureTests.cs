using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Pds.Client.Tests;

public sealed class FailureTests
{
    [Fact]
    [Trait("Feature", "D4")]
    public async Task The_gates_reason_and_japanese_sentence_reach_the_caller()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Refusal = Refusal(Code.FailedPrecondition, "CONSENT_WITHDRAWN", "本人が同意をやめました。", null);

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        var failure = (await ask.Should().ThrowAsync<PdsException>()).Which;
        failure.Reason.Should().Be("CONSENT_WITHDRAWN");
        failure.Message.Should().Be("本人が同意をやめました。");
        failure.Retryable.Should().BeFalse();
    }

    [Fact]
    public async Task A_retry_info_makes_a_refusal_retryable_after_that_time()
    {
        await using var here = await EnrolledCity.StartAsync(options => options.MaxAttempts = 1);
        here.City.Behaviour.Refusal = Refusal(Code.Unavailable, "LEDGER_UNAVAILABLE", "台帳に記録できません。", TimeSpan.FromSeconds(3));

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        var failure = (await ask.Should().ThrowAsync<PdsException>()).Which;
        failure.Retryable.Should().BeTrue();
        failure.RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, LocalReasons.ServerUnreachable, true)]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", true)]
    [InlineData(StatusCode.PermissionDenied, "PERMISSION_DENIED", false)]
    [InlineData(StatusCode.Internal, "INTERNAL", false)]
    public async Task A_failure_without_a_reason_gets_ours_and_never_its_text(StatusCode code, string reason, bool retryable)
    {
        await using var here = await EnrolledCity.StartAsync(options => options.MaxAttempts = 1);
        here.City.Behaviour.Refusal = new RpcException(new Grpc.Core.Status(code, "stack trace with a secret"));

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        var failure = (await ask.Should().ThrowAsync<PdsException>()).Which;
        failure.Reason.Should().Be(reason);
        failure.Retryable.Should().Be(retryable);
        failure.Message.Should().NotContain("secret");
    }

    [Fact]
    public async Task Cancelling_is_no_refusal()
    {
        await using var here = await EnrolledCity.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var ask = () => here.Client.RequestDataAsync(here.AskName, cancelled.Token);

        await ask.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Without_a_receipt_nothing_is_sent()
    {
        await using var here = await EnrolledCity.StartAsync(withReceipt: false);
        here.City.Behaviour.Seen.Clear();

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.ReceiptUnknown);
        here.City.Behaviour.Seen.Should().BeEmpty();
    }

    internal static RpcException Refusal(Code code, string reason, string sentence, TimeSpan? retryAfter)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = reason };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = "pds", Reason = reason }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "ja-JP", Message = sentence }));
        if (retryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        return status.ToRpcException();
    }
}
