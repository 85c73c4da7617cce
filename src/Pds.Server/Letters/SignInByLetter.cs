using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Sessions;

namespace Pds.Server.Letters;

/// <summary>
/// Signs in whoever knows a letter's code and the number that is not on it. Each try uses up its challenge, right or wrong. Right and wrong tries both
/// write the letter at the version they read, so that many at once are counted one by one. What such a session may do, the one table says
/// (<see cref="Edge.CallMethod.ByLetter"/>).
/// </summary>
internal sealed class SignInByLetter(Recorder recorder)
{
    /// <summary>The session. CHALLENGE_NOT_ACCEPTED; LETTER_NOT_ACCEPTED for everything else; CONCURRENT_CHANGE leaves the challenge good.</summary>
    public async ValueTask<Outcome<NewSession>> RunAsync(
        Organization host, string challenge, ResidentNumber number, LetterCode code, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await SignInRow.FindAsync(recorder.Rows, challenge, host.Id, now, cancellationToken).ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        var tried = await LetterTry.ReadAsync(recorder.Rows, number, code, now, cancellationToken).ConfigureAwait(false);
        if (tried is not { IsRight: true, Letter: { } letter }
            || await NewSession.BeginAsync(recorder.Rows, letter.Resident, host, SignInKind.Letter, now, cancellationToken).ConfigureAwait(false) is not { } begin)
        {
            var (changes, entries) = tried.Missed(now, host.Id);
            var counted = await recorder.RecordAsync(new Command([begun.Use, .. changes], entries), cancellationToken).ConfigureAwait(false);
            return WhyNot(counted, begun) ?? RefusalReason.LetterNotAccepted;
        }

        var used = letter.Used();
        var entry = new EntryDraft(ChainId.Resident(used.Resident), new LetterUsed(now, used.Id, used.UsesLeft, host.Id, null));

        // If the power fails before this line returns, the challenge still works, or one use is gone for a session whose secret nobody knows.
        var recording = await recorder.RecordAsync(new Command([begun.Use, LetterRows.Put(used), .. begin.Changes], [entry]), cancellationToken).ConfigureAwait(false);
        return WhyNot(recording, begun) is { } why ? why : begin.Made;
    }

    private static RefusalReason? WhyNot(Recording recording, BegunSignIn begun) => recording is not Recording.Conflict conflict ? null
        : conflict.Key == begun.Use.Key ? RefusalReason.ChallengeNotAccepted
        : RefusalReason.ConcurrentChange;
}
