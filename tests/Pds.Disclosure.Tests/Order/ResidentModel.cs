using System.Collections.Immutable;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests.Order;

/// <summary>The store of one resident as a sequential program: what stands after each entry of the ledger, in the ledger's order.</summary>
internal sealed record ResidentModel(
    ImmutableDictionary<GrantId, GrantState> Grants, ImmutableDictionary<RecordId, long> Versions)
{
    private static readonly ResidentModel Empty =
        new(ImmutableDictionary<GrantId, GrantState>.Empty, ImmutableDictionary<RecordId, long>.Empty);

    /// <summary>Runs the chain; element p is what stands after the first p entries.</summary>
    public static IReadOnlyList<ResidentModel> Run(IReadOnlyList<OpenedEntry> chain)
    {
        var states = new List<ResidentModel> { Empty };
        foreach (var opened in chain)
        {
            states.Add(states[^1].After(opened.Entry));
        }

        return states;
    }

    public bool IsActive(GrantId grant) => Grants.GetValueOrDefault(grant) == GrantState.Active;

    private ResidentModel After(LedgerEntry entry) => entry switch
    {
        ConsentGranted given => this with { Grants = Grants.Add(given.Grant, GrantState.Active) },
        ConsentPaused paused => Move(paused.Grant, GrantMove.Pause),
        ConsentResumed resumed => Move(resumed.Grant, GrantMove.Resume),
        ConsentWithdrawn withdrawn => Move(withdrawn.Grant, GrantMove.Withdraw),
        RecordWritten written => Write(written),
        DisclosureIntended intended => Use(intended.Grant),
        Disclosed disclosed => Use(disclosed.Grant),
        _ => this,
    };

    private ResidentModel Move(GrantId grant, GrantMove move)
    {
        StateTable.TryMove(Grants[grant], move, out var to).Should().BeTrue("the ledger holds legal moves only, not {0} of {1}", move, Grants[grant]);
        return this with { Grants = Grants.SetItem(grant, to) };
    }

    private ResidentModel Write(RecordWritten written)
    {
        written.RecordVersion.Should().Be(Versions.GetValueOrDefault(written.Record) + 1, "versions of a record follow each other");
        return this with { Versions = Versions.SetItem(written.Record, written.RecordVersion) };
    }

    private ResidentModel Use(GrantId grant)
    {
        IsActive(grant).Should().BeTrue("a use is entered only while its consent is live");
        return this;
    }
}
