using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>A web host begins a sign-in. It says nothing about anybody and leaves no entry.</summary>
internal sealed class StartSignIn(Recorder recorder)
{
    /// <summary>The challenge, for this host.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public async ValueTask<Outcome<BegunSignIn>> RunAsync(OrganizationId host, CancellationToken cancellationToken, bool forStaff = false)
    {
        var begun = new BegunSignIn(RandomSource.Bytes(SessionSecret.Size), host, recorder.Clock.GetUtcNow(), 0) { ForStaff = forStaff };

        // If the power fails before this line returns, nobody knows the challenge: the sign-in is begun again.
        var recording = await recorder.RecordAsync(new Command([SignInRow.Put(begun)], []), cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done ? begun : RefusalReason.ConcurrentChange;
    }
}
