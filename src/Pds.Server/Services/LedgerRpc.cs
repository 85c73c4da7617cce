using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Disclosure;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>
/// LedgerService: what everybody may know. Checkpoint and proofs are those of the public directory, on its beat: the recorder's newest would
/// tell anybody the second of every act. Who acts or receives gets a fresh proof with the answer.
/// </summary>
internal sealed class LedgerRpc(Recorder recorder, Gate gate, ReceiptSigner signer, CertificateAuthority authority)
    : V1.LedgerService.LedgerServiceBase
{
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

    private Checkpoint Published(ServerCallContext context) => recorder.Published ?? throw Calls.No(context, Wire.NotFound);

    private static V1.HpkeKey ToWire(HpkePublicKey key) => new() { Kid = key.Kid, PublicKey = ByteString.CopyFrom(key.Raw) };
}
