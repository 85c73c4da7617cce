using Pds.Client;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.EndToEnd.Tests;

/// <summary>What one consent may be, as far as its resident was told: one state when every act was answered, two after an act that was cut off.</summary>
internal sealed class GrantMemory(ConsentItem item)
{
    public string GrantId { get; } = item.GrantId;

    /// <summary>The item as last seen, with its etag.</summary>
    public ConsentItem Item { get; private set; } = item;

    public IReadOnlyList<ConsentState> Possible { get; private set; } = [item.State];

    /// <summary>Calls for data made under it; its purpose allows ten a day.</summary>
    public int Calls { get; set; }

    /// <summary>The last answered call for data, to be repeated byte for byte, with what it gave.</summary>
    public (PreparedCall Call, OpenedData Answer)? LastData { get; set; }

    public bool IsOver => Possible.All(state => state == ConsentState.Withdrawn);

    /// <summary>An act towards a state is on its way: until it is answered both are possible.</summary>
    public void Try(ConsentState next) => Possible = [.. Possible, next];

    /// <summary>The state is known: acknowledged, or read back.</summary>
    public void Settle(ConsentItem now) => (Item, Possible) = (now, [now.State]);
}
