namespace Pds.EndToEnd.Tests;

/// <summary>The checker is shown wrong orders first: a checker that says yes to everything proves nothing.</summary>
public sealed class ReleaseOrderFacts
{
    private static readonly Step Write = new(0, StepKind.LogWritten, 4096);
    private static readonly Step Sync = new(0, StepKind.LogSynced, 0);
    private static readonly Step Failed = new(0, StepKind.SyncFailed, 0);
    private static readonly Step Answer = new(0, StepKind.Sent, 6000);
    private static readonly Step Frame = new(0, StepKind.Sent, 39);

    [Fact]
    [Trait("Invariant", "I-04")]
    public void Two_synced_commits_and_then_the_answer_is_the_right_order() =>
        ReleaseOrder.Violation([Write, Sync, Frame, Write, Write, Sync, Answer]).Should().BeNull();

    [Fact]
    [Trait("Invariant", "I-04")]
    public void Every_wrong_order_is_noticed()
    {
        Step[][] wrong =
        [
            [Answer, Write, Sync, Write, Sync],
            [Write, Sync, Answer, Write, Sync],
            [Write, Sync, Write, Answer, Sync],
            [Write, Sync, Write, Sync, Write, Answer],
            [Write, Failed, Write, Failed, Answer],
            [Write, Sync, Sync, Answer],
            [Sync, Sync, Answer],
            [Write, Sync, Write, Sync],
        ];

        wrong.Should().AllSatisfy(order => ReleaseOrder.Violation(order).Should().NotBeNull());
    }

    [Fact]
    [Trait("Invariant", "I-04")]
    public void A_trace_is_read_in_the_order_in_which_calls_returned_and_sends_began()
    {
        string[] trace =
        [
            "11 1700000000.100000 pwrite64(9</data/pds.db-wal>, \"x\"..., 4096, 0) = 4096",
            "11 1700000000.200000 fdatasync(9</data/pds.db-wal> <unfinished ...>",
            "12 1700000000.300000 sendmsg(50<TCP:[127.0.0.1:1->127.0.0.1:2]>, {msg_iov=[...]}, 0 <unfinished ...>",
            "11 1700000000.400000 <... fdatasync resumed>) = 0",
            "12 1700000000.500000 <... sendmsg resumed>) = 5000",
            "11 1700000000.600000 fdatasync(9</data/pds.db-wal>) = -1 EIO (Input/output error) (INJECTED)",
            "11 1700000000.700000 fdatasync(9</data/pds.db>) = 0",
        ];

        TraceReading.Read(trace).Select(step => step.Kind).Should().Equal(StepKind.LogWritten, StepKind.Sent, StepKind.LogSynced, StepKind.SyncFailed);
    }
}
