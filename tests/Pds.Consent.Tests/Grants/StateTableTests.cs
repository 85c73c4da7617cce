using static Pds.Consent.GrantMove;
using static Pds.Consent.GrantState;

namespace Pds.Consent.Tests.Grants;

/// <summary>Every pair of state and move, legal or not (C2).</summary>
public sealed class StateTableTests
{
    // Written out by hand from the state diagram in the README, not from the code.
    private static readonly Dictionary<(GrantState, GrantMove), GrantState> Legal = new()
    {
        [(Requested, Give)] = Active,
        [(Requested, Decline)] = Declined,
        [(Requested, Expire)] = Expired,
        [(Requested, Invalidate)] = Inapplicable,
        [(Active, Pause)] = Paused,
        [(Active, Withdraw)] = Withdrawn,
        [(Active, Expire)] = Expired,
        [(Active, Invalidate)] = Inapplicable,
        [(Paused, Resume)] = Active,
        [(Paused, Withdraw)] = Withdrawn,
        [(Paused, Expire)] = Expired,
        [(Paused, Invalidate)] = Inapplicable,
    };

    public static TheoryData<GrantState, GrantMove> Pairs()
    {
        var pairs = new TheoryData<GrantState, GrantMove>();
        foreach (var state in Enum.GetValues<GrantState>())
        {
            foreach (var move in Enum.GetValues<GrantMove>())
            {
                pairs.Add(state, move);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    [Trait("Feature", "C2")]
    public void Each_move_leads_where_the_diagram_says_or_is_refused(GrantState from, GrantMove move)
    {
        var legal = StateTable.TryMove(from, move, out var to);

        legal.Should().Be(Legal.ContainsKey((from, move)));
        to.Should().Be(legal ? Legal[(from, move)] : from);
    }

    [Theory]
    [InlineData(Declined)]
    [InlineData(Withdrawn)]
    [InlineData(Expired)]
    [InlineData(Inapplicable)]
    [Trait("Feature", "C2")]
    public void What_ended_stays_ended(GrantState state) => StateTable.IsFinal(state).Should().BeTrue();

    [Fact]
    [Trait("Feature", "C2")]
    public void There_are_seven_states_and_three_go_on()
    {
        Enum.GetValues<GrantState>().Should().HaveCount(7);
        Enum.GetValues<GrantState>().Where(s => !StateTable.IsFinal(s)).Should().Equal(Requested, Active, Paused);
    }
}
