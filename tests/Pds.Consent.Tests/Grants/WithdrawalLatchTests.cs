using Pds.Ledger;

namespace Pds.Consent.Tests.Grants;

/// <summary>The latch denies from the first hold to the last release.</summary>
[Trait("Invariant", "I-06")]
public sealed class WithdrawalLatchTests
{
    [Fact]
    public void Each_hold_needs_its_own_release()
    {
        var (latch, grant) = (new WithdrawalLatch(), GrantId.New());

        latch.Hold(grant);
        latch.Hold(grant);
        latch.Release(grant);

        latch.IsLatched(grant).Should().BeTrue();
        latch.Release(grant);
        latch.IsLatched(grant).Should().BeFalse();
    }

    [Fact]
    public void Releasing_what_is_not_held_changes_nothing()
    {
        var (latch, grant) = (new WithdrawalLatch(), GrantId.New());

        latch.Release(grant);
        latch.Hold(grant);

        latch.IsLatched(grant).Should().BeTrue();
        latch.IsLatched(GrantId.New()).Should().BeFalse();
    }

    [Fact]
    public void Holds_and_releases_from_many_threads_come_out_even()
    {
        var (latch, grant) = (new WithdrawalLatch(), GrantId.New());

        Parallel.For(0, 10_000, _ =>
        {
            latch.Hold(grant);
            latch.IsLatched(grant).Should().BeTrue();
            latch.Release(grant);
        });

        latch.IsLatched(grant).Should().BeFalse();
    }
}
