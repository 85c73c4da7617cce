using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Identity;

/// <summary>
/// Whom the city's identity provider names. The server looks at each token itself: a web host is not believed about who is signed in. A signing
/// key is entered on the operator's chain before the first thing it signed counts.
/// </summary>
internal sealed class IdentityProvider(IdentitySettings settings, Recorder recorder) : IIdentityCheck, IDisposable
{
    private readonly ProviderKeys keys = new(settings.Keys, recorder.Clock);
    private readonly ConcurrentDictionary<string, bool> entered = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<Outcome<IdToken>> VerifyAsync(
        string idToken, byte[] challenge, DateTimeOffset signedInAfter, CancellationToken cancellationToken)
    {
        if (!IdToken.TryParse(idToken, out var token)
            || token.Issuer != settings.Issuer
            || token.Audience != settings.ClientId
            || (settings.Strength.Length > 0 && token.Strength != settings.Strength))
        {
            return RefusalReason.IdentityNotAccepted;
        }

        var found = await keys.FindAsync(token.Kid, cancellationToken).ConfigureAwait(false);
        if (found is not Outcome<IReadOnlyList<ProviderKey>>.Done { Value: var candidates })
        {
            return ((Outcome<IReadOnlyList<ProviderKey>>.Refused)found).Why;
        }

        if (candidates.FirstOrDefault(token.IsSignedBy) is not { } key || !token.Answers(challenge, signedInAfter, recorder.Clock.GetUtcNow()))
        {
            return RefusalReason.IdentityNotAccepted;
        }

        await EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();

    // A conflict says that it was entered before, by this node or another.
    private async ValueTask EnterAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        if (entered.ContainsKey(key.Jkt))
        {
            return;
        }

        if (await recorder.Rows.FindAsync(ProviderKeyRow.Key(settings.Issuer, settings.ClientId, key.Jkt), cancellationToken).ConfigureAwait(false) is null)
        {
            var entry = new IdentityProviderKeySeen(recorder.Clock.GetUtcNow(), settings.Issuer, settings.ClientId, key.Jkt);
            var command = new Command([ProviderKeyRow.Put(settings.Issuer, settings.ClientId, key)], [new EntryDraft(ChainId.Operator, entry)]);
            await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        }

        entered[key.Jkt] = true;
    }
}
