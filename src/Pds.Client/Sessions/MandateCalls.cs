using Google.Protobuf;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Who helps a resident or decides for her, and for whom she does.</summary>
public sealed class MandateCalls
{
    private readonly MandateService.MandateServiceClient _mandates;

    internal MandateCalls(CallInvoker mine) => _mandates = new(mine);

    /// <summary>By whom others act for her, then by which she acts for others, oldest first.</summary>
    public async Task<IReadOnlyList<Mandate>> ListAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListMandates", null, () => _mandates.ListMandatesAsync(new ListMandatesRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Mandates;

    /// <summary>A code by which she lets herself be chosen; she reads it out. It replaces those before it.</summary>
    /// <param name="name">What she is called, 1 to 40 characters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<CreateMandateCodeResponse> MakeCodeAsync(string name, CancellationToken cancellationToken = default)
    {
        var request = new CreateMandateCodeRequest { Name = name };
        return Call.RunAsync("CreateMandateCode", null, () => _mandates.CreateMandateCodeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The exact document she would agree to.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.ReceiptRefused"/> when the server's digest is not that of its bytes.</exception>
    public async Task<ShownMandate> ShowDocumentAsync(GetMandateDocumentRequest wish, CancellationToken cancellationToken = default)
    {
        var answer = await Call.RunAsync("GetMandateDocument", null, () => _mandates.GetMandateDocumentAsync(wish, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        var bytes = answer.Document.ToByteArray();
        var digest = Sha256.Hash(bytes);
        return FixedTime.Equals(digest, answer.DocumentDigest.Span)
            ? new ShownMandate(answer.MandateId, bytes, digest, answer.ExpireTime.ToDateTimeOffset())
            : throw new PdsException(LocalReasons.ReceiptRefused, "表示された確認書と、その指紋が一致しません。");
    }

    /// <summary>What a fresh sign-in must answer so that it agrees to this document.</summary>
    public static Sitting SittingOf(ShownMandate document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new Sitting([document.Digest]);
    }

    /// <summary>Agrees to exactly the document shown.</summary>
    /// <param name="document">As shown.</param>
    /// <param name="evidence">Over <see cref="SittingOf"/>.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Mandate> OfferAsync(ShownMandate document, Evidence evidence, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var request = new OfferMandateRequest
        {
            MandateId = document.MandateId, Document = ByteString.CopyFrom(document.Bytes), Evidence = evidence, RequestId = RequestIds.OrNew(requestId),
        };
        return (await Call.RunAsync("OfferMandate", null, () => _mandates.OfferMandateAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Mandate;
    }

    /// <summary>Takes on what was offered to her.</summary>
    public async Task<Mandate> AcceptAsync(string mandateId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new AcceptMandateRequest { MandateId = mandateId, RequestId = RequestIds.OrNew(requestId) };
        return (await Call.RunAsync("AcceptMandate", null, () => _mandates.AcceptMandateAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Mandate;
    }

    /// <summary>Ends one at once, from either side.</summary>
    public async Task<Mandate> EndAsync(string mandateId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new EndMandateRequest { MandateId = mandateId, RequestId = RequestIds.OrNew(requestId) };
        return (await Call.RunAsync("EndMandate", null, () => _mandates.EndMandateAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Mandate;
    }
}
