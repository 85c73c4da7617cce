using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using LedgerCommitment = Pds.Ledger.Commitment;
using Use = Pds.Protocol.V1.Use;
using Wire = Pds.Protocol.V1.ShownEntry;

namespace Pds.Client.Tests;

/// <summary>
/// An operator that holds every key there is: it writes a real log with real chains and real heads, and can answer each caller differently. Made
/// without the recorder, from the formats alone, so that it can do what the recorder never would.
/// </summary>
internal sealed class TinyOperator : IDisposable
{
    public const string Origin = "pds.tiny.example/log";

    public static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Ed25519Key _key;
    private readonly bool _ownsKey;
    private readonly NoteSigner _signer;
    private readonly List<byte[]> _leaves = [];
    private readonly Dictionary<string, SecretBytes> _blindings = [];

    public TinyOperator(TinyOperator? likeThis = null)
    {
        (_key, _ownsKey) = (likeThis?._key ?? Ed25519Key.Create(), likeThis is null);
        _signer = new NoteSigner(Origin, _key);
    }

    /// <summary>Entries by chain, as they are shown; a test may take from it.</summary>
    public Dictionary<string, List<Wire>> Chains { get; } = [];

    public CityFacts Facts => new(Origin, _signer.Verifier, TinyRoot.Der);

    public int Hour { get; set; }

    public static string ChainOf(ResidentId resident) => "resident:" + resident;

    public Wire Append(string chain, LedgerEntry entry) => Append(chain, entry, Entries(chain).Count);

    /// <summary>Appends an entry at any place of a chain, also at one that is taken: then it is a fork of the chain that nobody is shown.</summary>
    public Wire Append(string chain, LedgerEntry entry, int seq)
    {
        var (entries, blinding) = (Entries(chain), BlindingOf(chain));
        var previous = seq == 0 ? new byte[32] : CommitmentOf(chain, entries[seq - 1]);
        var link = new EntryLink(chain, seq, previous);
        var opening = LedgerCommitment.Commit(blinding, link, entry.ToBody());
        var wire = new Wire
        {
            Index = _leaves.Count,
            Seq = seq,
            Previous = ByteString.CopyFrom(previous),
            Body = ByteString.CopyFrom(opening.Body),
            BodyKey = ByteString.CopyFrom(opening.BodyKey),
            LinkKey = ByteString.CopyFrom(LedgerCommitment.LinkKey(blinding, seq)),
            ChainKey = ByteString.CopyFrom(LedgerCommitment.ChainKey(blinding, seq)),
        };
        _leaves.Add(LeafEntry.Hash(opening.ToCommitment()));
        if (seq == entries.Count)
        {
            entries.Add(wire);
        }

        return wire;
    }

    /// <summary>Publishes the heads of this hour.</summary>
    /// <param name="bend">Changes a chain's head before it is committed to: an operator may lie here, too, and then everybody sees the lie.</param>
    /// <param name="seq">Where in the heads chain; the end unless told otherwise.</param>
    public TinyHeads PublishHeads(Func<string, Wire, Wire?>? bend = null, int? seq = null)
    {
        var at = Start.AddHours(Hour);
        var (size, epoch) = (_leaves.Count, HeadsPublished.EpochOf(at, 3600));
        var heads = Chains.Where(chain => chain.Key != "heads" && chain.Value.Count > 0)
            .Select(chain => (chain.Key, Head: bend is null ? chain.Value[^1] : bend(chain.Key, chain.Value[^1])))
            .Where(chain => chain.Head is not null)
            .ToDictionary(chain => chain.Key, chain => new Protocol.V1.CommittedHead
            {
                Seq = chain.Head!.Seq, Commitment = ByteString.CopyFrom(CommitmentOf(chain.Key, chain.Head)),
            });
        var tree = HeadsTree.Of(heads.Select(head =>
            HeadLeaf.Of(LabelKeyOf(head.Key), Origin, epoch, head.Value.Seq, head.Value.Commitment.ToByteArray())));
        var entry = Append("heads", new HeadsPublished(at, epoch, 3600, size, tree.Root, 0), seq ?? Entries("heads").Count);
        return new TinyHeads(entry, tree, epoch, heads);
    }

    /// <summary>An honest answer about one chain in one epoch, in the newest checkpoint.</summary>
    public GetHeadProofResponse Prove(TinyHeads heads, string chain)
    {
        var proof = heads.Tree.Prove(HeadLeaf.LabelOf(LabelKeyOf(chain), Origin, heads.Epoch));
        var answer = new GetHeadProofResponse
        {
            Heads = EvidenceOf("heads", heads.Entry),
            HeadsSeq = heads.Entry.Seq,
            Siblings = { proof.Siblings.Select(hash => ByteString.CopyFrom(hash)) },
        };
        if (heads.Heads.TryGetValue(chain, out var head))
        {
            answer.Head = head.Clone();
        }
        else if (proof.Other is { } other)
        {
            answer.Other = new OtherHead { Label = ByteString.CopyFrom(other.Label), Value = ByteString.CopyFrom(other.Value) };
        }

        return answer;
    }

    public LedgerEvidence EvidenceOf(string chain, Wire entry)
    {
        var leaves = _leaves.ToArray();
        var checkpoint = Checkpoint.Sign(_signer, leaves.Length, MerkleTree.Root(leaves));
        var link = new EntryLink(chain, entry.Seq, entry.Previous.Memory).Blind(entry.ChainKey.Span);
        var opening = new EntryOpening(entry.Body.ToByteArray(), entry.BodyKey.ToByteArray(), LedgerCommitment.LinkMac(entry.LinkKey.Span, link));
        return new LedgerEvidence
        {
            Index = entry.Index,
            Commitment = ByteString.CopyFrom(opening.ToCommitment()),
            TlogProof = ByteString.CopyFromUtf8(TlogProof.Of(InclusionProof.Build(leaves, entry.Index), checkpoint, opening).ToString()),
        };
    }

    /// <summary>The device of a resident, asking this operator.</summary>
    /// <param name="resident">Whose.</param>
    /// <param name="heads">The epoch it is shown; null when the operator says there is none.</param>
    /// <param name="uses">The uses it is shown.</param>
    /// <param name="lie">Bends an answer of the operator to her, or to anybody.</param>
    public HistoryReading DeviceOf(ResidentId resident, TinyHeads? heads, IReadOnlyList<Use>? uses = null, Func<object, object>? lie = null)
    {
        var chain = ChainOf(resident);
        object Answer(object request) => request switch
        {
            GetHeadProofRequest => heads is null ? throw NotFound() : Prove(heads, chain),
            GetLabelKeyRequest => new GetLabelKeyResponse { LabelKey = ByteString.CopyFrom(LabelKeyOf(chain)) },
            ListEntriesRequest => new ListEntriesResponse { Entries = { Entries(chain) } },
            ListHeadsRequest ask => new ListHeadsResponse { Entries = { Entries("heads").Where(entry => entry.Seq >= ask.FirstSeq) } },
            GetConsistencyProofRequest ask => Consistency(ask),
            _ => throw new NotSupportedException(request.GetType().Name),
        };
        var ledger = new LedgerService.LedgerServiceClient(new AnsweringInvoker(request => lie is null ? Answer(request) : lie(Answer(request))));
        return new HistoryReading(Facts, resident.ToString(), ledger, ledger, _ => (uses ?? []).ToAsyncEnumerable());
    }

    public void Dispose()
    {
        if (_ownsKey)
        {
            _key.Dispose();
        }

        foreach (var blinding in _blindings.Values)
        {
            blinding.Dispose();
        }
    }

    private GetConsistencyProofResponse Consistency(GetConsistencyProofRequest ask) => ask.NewSize > _leaves.Count
        ? throw NotFound()
        : new GetConsistencyProofResponse
        {
            Hashes = { ConsistencyProof.Build(_leaves.Take((int)ask.NewSize).ToArray(), ask.OldSize).Path.Select(hash => ByteString.CopyFrom(hash)) },
        };

    private static byte[] CommitmentOf(string chain, Wire entry)
    {
        ReadEntry.TryRead(entry, chain, entry.Seq, null, out var read).Should().BeTrue();
        return read!.Commitment;
    }

    private byte[] LabelKeyOf(string chain)
    {
        var key = new byte[32];
        Hkdf.Expand(BlindingOf(chain).Span, LengthPrefixed.Of(Labels.HeadsLabelKey, Origin), key);
        return key;
    }

    private List<Wire> Entries(string chain) => Chains.TryGetValue(chain, out var entries) ? entries : Chains[chain] = [];

    private SecretBytes BlindingOf(string chain) =>
        _blindings.TryGetValue(chain, out var key) ? key : _blindings[chain] = SecretBytes.Random(32);

    private static RpcException NotFound() => new Google.Rpc.Status
    {
        Code = (int)StatusCode.NotFound,
        Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = "NOT_FOUND", Domain = "pds" }) },
    }.ToRpcException();
}

/// <summary>One published epoch.</summary>
internal sealed record TinyHeads(Wire Entry, HeadsTree Tree, long Epoch, Dictionary<string, Protocol.V1.CommittedHead> Heads);
