namespace Pds.Ledger;

/// <summary>What an auditor's reading shows of one leaf. A closed set.</summary>
public abstract record LeafReading
{
    private LeafReading()
    {
    }

    /// <summary>An index only: leaves are of persons.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The keys of its chain are destroyed: nothing but the commitment is left.</summary>
    /// <param name="Index">Leaf index.</param>
    /// <param name="Commitment">C, 32 bytes.</param>
    public sealed record Closed(long Index, byte[] Commitment) : LeafReading;

    /// <summary>Its place in its chain, and the MAC of a body that is not shown.</summary>
    /// <param name="Index">Leaf index.</param>
    /// <param name="Chain">The chain; for the exporter, not for the export.</param>
    /// <param name="BodyMac">B, 32 bytes.</param>
    /// <param name="LinkKey">on, 32 bytes.</param>
    /// <param name="Link">The place, the name blinded.</param>
    public sealed record Placed(long Index, ChainId Chain, byte[] BodyMac, byte[] LinkKey, BlindedLink Link) : LeafReading;

    /// <summary>Its place and its body.</summary>
    /// <param name="Place">The place.</param>
    /// <param name="Entry">The entry.</param>
    public sealed record Opened(Placed Place, OpenedEntry Entry) : LeafReading;
}
