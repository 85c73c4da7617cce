using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>The gate's present HPKE key, asked for once an hour. A retired key works for 24 hours more, so an hour is never too old.</summary>
internal sealed class GateKeys(LedgerService.LedgerServiceClient ledger, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private GateKey? _present;

    public async ValueTask<GateKey> GetAsync(CancellationToken cancellationToken)
    {
        if (_present is { } kept && clock.GetUtcNow() - kept.LearnedAt < KeptFor)
        {
            return kept;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _present = await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the key, after the gate refused a share sealed to it.</summary>
    public void Forget() => _present = null;

    public void Dispose() => _turn.Dispose();

    private async Task<GateKey> AskAsync(CancellationToken cancellationToken)
    {
        var keys = await Call.RunAsync(
            "GetServerKeys",
            null,
            () => ledger.GetServerKeysAsync(new GetServerKeysRequest(), cancellationToken: cancellationToken).ResponseAsync,
            cancellationToken).ConfigureAwait(false);
        // The first is the present one. Its kid is its thumbprint, computed here: a kid that says otherwise is not believed.
        return keys.GateKeys.Count > 0
            && HpkePublicKey.TryParse(keys.GateKeys[0].PublicKey.Span, out var key)
            && key.Kid == keys.GateKeys[0].Kid
                ? new GateKey(key, clock.GetUtcNow())
                : throw new PdsException(LocalReasons.PinnedFactChanged, "サーバーの受け渡しの鍵を確かめられません。");
    }
}

/// <summary>A gate key and when it was learned.</summary>
internal sealed record GateKey(HpkePublicKey Key, DateTimeOffset LearnedAt);
