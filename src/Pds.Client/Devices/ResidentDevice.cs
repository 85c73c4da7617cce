using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Client;

/// <summary>
/// A resident's own device: an ES256 key that the city enrolled for her. It reads requests, shows the exact document, grants, declines,
/// pauses, withdraws, and reads every use. Each call carries its own proof; there is no session and no bearer token.
/// </summary>
public sealed class ResidentDevice : ResidentCalls, IDisposable
{
    private const string DeviceProofType = "pds-device+jwt";
    private const int NonceSize = 16;

    private readonly Es256Key _key;
    private readonly TimeProvider _clock;
    private readonly CityFacts _city;
    private readonly SecureChannel _channel;
    private readonly SecureChannel _open;
    private (byte[] Digest, string Jws)? _erasure;

    private ResidentDevice(Es256Key key, CityFacts city, SecureChannel channel, SecureChannel open, string residentId, TimeProvider clock)
        : base(city, channel.Invoker, open.Invoker)
    {
        (_key, _city, _channel, _open, _clock) = (key, city, channel, open, clock);
        ResidentId = residentId;
        DeviceId = key.PublicKey.Jkt;
    }

    /// <summary>The resident (<c>res_…</c>): for her and the steward, never for a recipient.</summary>
    public string ResidentId { get; }

    /// <summary>RFC 7638 thumbprint of the device key.</summary>
    public string DeviceId { get; }

    /// <summary>Enrols a fresh key with the one-time code from the counter.</summary>
    /// <exception cref="PdsException">The code was used, expired or mistyped; or the server is not the city's.</exception>
    public static async Task<ResidentDevice> EnrollAsync(
        CityAddress city, string deviceCode, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(city);
        clock ??= TimeProvider.System;
        var facts = await CityFacts.LearnAsync(city.Address, city.CityCaFile, null, city.CallTimeout, cancellationToken).ConfigureAwait(false);
        var key = Es256Key.Create();
        using var open = SecureChannel.Open(city.Address, facts.Root, null, null, SecureChannel.DefaultRetries, city.CallTimeout);
        var residents = new ResidentService.ResidentServiceClient(open.Invoker);
        var answer = await Call.RunAsync("EnrollDevice", null, async () => await residents.EnrollDeviceAsync(
            new EnrollDeviceRequest
            {
                DeviceCode = deviceCode,
                DeviceJwk = key.PublicKey.ToJwk().ToJsonString(),
                SignedProof = CompactJws.Sign(key, DeviceProofType, ProofOf(facts.Origin, deviceCode, clock)),
                RequestId = RequestIds.OrNew(null),
            },
            cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
        return Open(city, facts, key, answer.ResidentId, clock);
    }

    /// <summary>Uses a key that was enrolled before. The device owns the key from here on.</summary>
    public static async Task<ResidentDevice> OpenAsync(
        CityAddress city, Es256Key key, string residentId, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(city);
        var facts = await CityFacts.LearnAsync(city.Address, city.CityCaFile, null, city.CallTimeout, cancellationToken).ConfigureAwait(false);
        return Open(city, facts, key, residentId, clock ?? TimeProvider.System);
    }

    /// <summary>Says yes to exactly the document shown: signs its digest with the device key.</summary>
    public Task<GrantResponse> GrantAsync(ShownDocument document, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = SignConsent(document) } };
        return GrantAsync(document, evidence, requestId, cancellationToken);
    }

    /// <summary>Lets a paused consent go on. The device's call proof is its signature over exactly this.</summary>
    public Task<ConsentActResponse> ResumeAsync(ConsentItem consent, string? requestId = null, CancellationToken cancellationToken = default) =>
        ResumeAsync(consent, new ResumeRequest(), requestId, cancellationToken);

    /// <summary>
    /// Has everything held about her destroyed, by exactly the document shown. There is no way back, and this device stops working: it may only
    /// repeat this very call, with the same request id and document, for 24 hours. Keep the answer: it proves the order, and after her history is
    /// gone nobody else can.
    /// </summary>
    public Task<EraseResidentResponse> EraseAsync(ShownErasure document, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = SignErasure(document) } };
        return EraseAsync(document, evidence, requestId, cancellationToken);
    }

    /// <summary>
    /// Everything held about her as one ZIP, piece by piece; entered in her history before the first piece comes. Write the pieces one after the other.
    /// </summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> TakeAwayAsync(CancellationToken cancellationToken = default) =>
        TakeAwayAsync(new ExportOwnDataRequest(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _open.Dispose();
        _key.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ResidentDevice);

    private static ResidentDevice Open(CityAddress city, CityFacts facts, Es256Key key, string residentId, TimeProvider clock)
    {
        var proofs = new CallProofs(key, key.PublicKey.Jkt, facts.Origin, clock);
        var channel = SecureChannel.Open(city.Address, facts.Root, null, proofs, SecureChannel.DefaultRetries, city.CallTimeout);
        var open = SecureChannel.Open(city.Address, facts.Root, null, null, SecureChannel.DefaultRetries, city.CallTimeout);
        return new ResidentDevice(key, facts, channel, open, residentId, clock);
    }

    private static JsonObject ProofOf(string origin, string code, TimeProvider clock) => new()
    {
        ["aud"] = origin,
        ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        ["jti"] = Base64Url.Encode(RandomSource.Bytes(NonceSize)),
        ["code_hash"] = Base64Url.Encode(Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(code))),
    };

    private string SignConsent(ShownDocument document)
    {
        _ = GrantId.TryParse(document.Item.GrantId, out var grant);
        return EvidenceCheck.Sign(_key, _city.Origin, grant, document.Digest, _clock.GetUtcNow());
    }

    // Once a document: a repeat must be the same call to the byte.
    private string SignErasure(ShownErasure document)
    {
        if (_erasure is not { } signed || !signed.Digest.AsSpan().SequenceEqual(document.Digest))
        {
            _erasure = signed = (document.Digest, ErasureEvidence.Sign(_key, _city.Origin, document.Digest, _clock.GetUtcNow()));
        }

        return signed.Jws;
    }

    private protected override ValueTask<string> ResidentIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ResidentId);
}
