namespace Pds.Ledger;

/// <summary>One entry as recorded, with everything its owner needs to prove it.</summary>
public sealed record RecordedEntry
{
    /// <summary>Leaf index in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>C, 32 bytes: what the leaf <c>0x01 ‖ C</c> commits to.</summary>
    public required byte[] Commitment { get; init; }

    /// <summary>The body bytes, verbatim.</summary>
    public required byte[] Body { get; init; }

    /// <summary>ob, 32 bytes: opens the body's half of the commitment.</summary>
    public required byte[] BodyKey { get; init; }

    /// <summary>N, 32 bytes: the link's half of the commitment, which a recipient gets unopened.</summary>
    public required byte[] LinkMac { get; init; }

    /// <summary>The chain.</summary>
    public required ChainId Chain { get; init; }

    /// <summary>Position in the chain, from 0. Never given to a recipient.</summary>
    public required long Seq { get; init; }

    /// <summary>The signed checkpoint that covers the entry.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>Inclusion in <see cref="Checkpoint"/>.</summary>
    public required InclusionProof Proof { get; init; }

    /// <summary>What a recipient may have: body, ob and N, and neither the link nor its place in the chain.</summary>
    public EntryOpening Opening => new(Body, BodyKey, LinkMac);

    /// <summary>The entry, its opening, its inclusion and the checkpoint as one <c>c2sp.org/tlog-proof@v1</c> text.</summary>
    public TlogProof ToTlogProof() => TlogProof.Of(Proof, Checkpoint, Opening);

    /// <summary>The index only: bodies are about persons.</summary>
    public override string ToString() => $"RecordedEntry({Index})";
}
