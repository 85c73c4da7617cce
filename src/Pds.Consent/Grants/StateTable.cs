using System.Collections.Frozen;

namespace Pds.Consent;

/// <summary>The one table of legal moves (FEATURES C2). A pair that is not in it is refused.</summary>
public static class StateTable
{
    private static readonly FrozenDictionary<(GrantState From, GrantMove Move), GrantState> Moves =
        new Dictionary<(GrantState, GrantMove), GrantState>
        {
            [(GrantState.Requested, GrantMove.Give)] = GrantState.Active,
            [(GrantState.Requested, GrantMove.Decline)] = GrantState.Declined,
            [(GrantState.Requested, GrantMove.Expire)] = GrantState.Expired,
            [(GrantState.Requested, GrantMove.Invalidate)] = GrantState.Inapplicable,
            [(GrantState.Active, GrantMove.Pause)] = GrantState.Paused,
            [(GrantState.Active, GrantMove.Withdraw)] = GrantState.Withdrawn,
            [(GrantState.Active, GrantMove.Expire)] = GrantState.Expired,
            [(GrantState.Active, GrantMove.Invalidate)] = GrantState.Inapplicable,
            [(GrantState.Paused, GrantMove.Resume)] = GrantState.Active,
            [(GrantState.Paused, GrantMove.Withdraw)] = GrantState.Withdrawn,
            [(GrantState.Paused, GrantMove.Expire)] = GrantState.Expired,
            [(GrantState.Paused, GrantMove.Invalidate)] = GrantState.Inapplicable,
        }.ToFrozenDictionary();

    /// <summary>The state after a move. False, and <paramref name="to"/> = <paramref name="from"/>, when the move is illegal.</summary>
    public static bool TryMove(GrantState from, GrantMove move, out GrantState to)
    {
        var legal = Moves.TryGetValue((from, move), out var next);
        to = legal ? next : from;
        return legal;
    }

    /// <summary>True when no move leads out of the state.</summary>
    public static bool IsFinal(GrantState state) => !Moves.Keys.Any(pair => pair.From == state);
}
