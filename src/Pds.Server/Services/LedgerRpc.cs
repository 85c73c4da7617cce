using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>
/// LedgerService: what everybody may know, and what a resident may about her own chain. Public checkpoint and proofs are those of the public
/// directory, on its beat: the recorder's newest would tell anybody the second of every act. Who acts or receives gets a fresh proof with
/// the answer.
/// </summary>
internal sealed class LedgerRpc(Recorder recorder, Gate gate, ReceiptSigner signer, CertificateAuthority authority, Calls calls)
    : V1.LedgerService.LedgerServiceBase
{
    private const int MaxPageBytes = 1024 * 1024;

    public override Task<V1.GetCheckpointResponse> GetCheckpoint(V1.GetCheckpointRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.GetCheckpointResponse { Checkpoint = ByteString.CopyFromUtf8(Published(context).Note) });

    public override async Task<V1.GetProofResponse> GetProof(V1.GetProofRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.Index >= 0, "index");
        var proof = await recorder.ProveAsync(request.Index, Published(context), context.CancellationToken).ConfigureAwait(false)
            ?? throw Calls.No(context, Wire.NotFound);
        return new V1.GetProofResponse { TlogProof = ByteString.CopyFromUtf8(proof.ToString()) };
    }

    public override async Task<V1.GetConsistencyProofResponse> GetConsistencyProof(
        V1.GetConsistencyProofRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.OldSize >= 1, "old_size");
        Calls.Require(context, request.NewSize >= request.OldSize, "new_size");
        Calls.Require(context, request.NewRoot.Length is 0 or Sha256.Size, "new_root");
        if (request.NewSize > Published(context).Size && !await IsHeldAsync(request, context.CancellationToken).ConfigureAwait(false))
        {
            throw Calls.No(context, Wire.NotFound);
        }

        var proof = await recorder.ProveConsistencyAsync(request.OldSize, request.NewSize, context.CancellationToken).ConfigureAwait(false);
        return new V1.GetConsistencyProofResponse { Hashes = { proof.Path.Select(hash => ByteString.CopyFrom(hash)) } };
    }

    public override Task<V1.GetServerKeysResponse> GetServerKeys(V1.GetServerKeysRequest request, ServerCallContext context)
    {
        var keys = new V1.GetServerKeysResponse
        {
            Origin = recorder.Origin,
            LogVkey = recorder.Verifier.ToString(),
            GateKeys = { ToWire(gate.PublicKey) },
            IssuerJwks = IssuerDocuments.Jwks(signer).ToJsonString(),
            IssuerChain = { signer.CertificateChain.Select(der => ByteString.CopyFrom(der)), ByteString.CopyFrom(authority.Certificate) },
            RootCertificate = ByteString.CopyFrom(authority.Certificate),
            ServerTime = recorder.Clock.GetUtcNow().ToTimestamp(),
        };
        if (gate.PreviousPublicKey is { } previous)
        {
            keys.GateKeys.Add(ToWire(previous));
        }

        return Task.FromResult(keys);
    }

    // Beyond the public directory only for whoever holds the checkpoint (I-25). A size that is not there yet and one that was not asked for
    // with its root are looked at alike.
    private async ValueTask<bool> IsHeldAsync(V1.GetConsistencyProofRequest request, CancellationToken cancellationToken)
    {
        var latest = recorder.Latest;
        var size = Math.Min(request.NewSize, latest.Size);
        var rest = await recorder.ProveConsistencyAsync(size, latest.Size, cancellationToken).ConfigureAwait(false);
        return request.NewRoot.Length > 0 && rest.Verify(request.NewRoot.ToByteArray(), latest.Root) && size == request.NewSize;
    }

    public override async Task<V1.ListHeadsResponse> ListHeads(V1.ListHeadsRequest request, ServerCallContext context)
    {
        var (entries, next) = await PageAsync(
            ChainId.Heads, request.FirstSeq, request.PageSize, request.PageToken, Published(context).Size, context).ConfigureAwait(false);
        return new V1.ListHeadsResponse { Entries = { entries.Select(entry => entry.ToWire()) }, NextPageToken = next };
    }

    public override Task<V1.GetLabelKeyResponse> GetLabelKey(V1.GetLabelKeyRequest request, ServerCallContext context)
    {
        var key = recorder.Heads.LabelKeyOf(ChainOf(context)) ?? throw Calls.No(context, Wire.NotFound);
        return Task.FromResult(new V1.GetLabelKeyResponse { LabelKey = ByteString.CopyFrom(key) });
    }

    public override async Task<V1.ListNewEntriesResponse> ListNewEntries(V1.ListNewEntriesRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.Histories.Count is >= 1 and <= Sessions.ListNewEntries.MostAtOnce, "histories");
        foreach (var (index, one) in request.Histories.Index())
        {
            Calls.Require(context, one.FirstSeq is >= -1 and <= CanonicalJson.MaxInteger, $"histories[{index}].first_seq");
        }

        var news = await new Sessions.ListNewEntries(recorder).RunAsync(
            Calls.OrganizationOf(context), [.. request.Histories.Select(one => (one.SessionSecret, one.FirstSeq))], context.CancellationToken).ConfigureAwait(false);
        var now = recorder.Clock.GetUtcNow();
        return new V1.ListNewEntriesResponse
        {
            News =
            {
                news.Select(one => one is null
                    ? new V1.HistoryNews()
                    : new V1.HistoryNews { Lives = true, Size = one.Size, Entries = { one.Entries.Select(entry => entry.ToWire(now)) } }),
            },
        };
    }

    public override async Task<V1.GetHeadProofResponse> GetHeadProof(V1.GetHeadProofRequest request, ServerCallContext context) =>
        (await recorder.Heads.ProveAsync(ChainOf(context), context.CancellationToken).ConfigureAwait(false)
            ?? throw Calls.No(context, Wire.NotFound)).ToWire();

    public override async Task<V1.ListEntriesResponse> ListEntries(V1.ListEntriesRequest request, ServerCallContext context)
    {
        var (entries, next) = await PageAsync(
            ChainOf(context), request.FirstSeq, request.PageSize, request.PageToken, long.MaxValue, context).ConfigureAwait(false);
        var now = recorder.Clock.GetUtcNow();
        return new V1.ListEntriesResponse { Entries = { entries.Select(entry => entry.ToWire(now)) }, NextPageToken = next };
    }

    /// <summary>Entries of one chain below a size, cut to what one message carries. A cursor is the place of the last entry shown, plus one.</summary>
    private async Task<(IReadOnlyList<OpenedEntry> Entries, string Next)> PageAsync(
        ChainId chain, long first, int size, string token, long below, ServerCallContext context)
    {
        Calls.Require(context, first is >= 0 and <= CanonicalJson.MaxInteger, "first_seq");
        var filter = first.ToString(CultureInfo.InvariantCulture);
        var page = calls.PageOf(context, size, token, filter);
        var (entries, bytes) = (new List<OpenedEntry>(), 0);
        var after = Math.Max(first, page.After) - 1;
        await foreach (var entry in recorder.ReadChainAsync(chain, after, page.Fetch, new Reader.Owner(), context.CancellationToken).ConfigureAwait(false))
        {
            if (entry.Index >= below)
            {
                break;
            }

            if (entries.Count == page.Size || (bytes += entry.Body.Length) > MaxPageBytes && entries.Count > 0)
            {
                return (entries, calls.TokenAfter(context, entries[^1].Seq + 1, filter));
            }

            entries.Add(entry);
        }

        return (entries, "");
    }

    private static ChainId ChainOf(ServerCallContext context) => ChainId.Resident(Calls.ResidentOf(context).Resident);

    private Checkpoint Published(ServerCallContext context) => recorder.Published ?? throw Calls.No(context, Wire.NotFound);

    private static V1.HpkeKey ToWire(HpkePublicKey key) => new() { Kid = key.Kid, PublicKey = ByteString.CopyFrom(key.Raw) };
}
