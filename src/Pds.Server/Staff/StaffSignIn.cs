using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Sessions;

namespace Pds.Server.Staff;

/// <summary>
/// Ends a staff sign-in: the identity provider says who answered the challenge, and never the host. A session is no act and leaves no entry;
/// tying an identity to a person of the staff is one.
/// </summary>
internal sealed class StaffSignIn(Recorder recorder, IIdentityCheck? identity)
{
    /// <summary>A session. CHALLENGE_NOT_ACCEPTED, IDENTITY_NOT_ACCEPTED, IDENTITY_NOT_LINKED, IDENTITY_PROVIDER_UNAVAILABLE.</summary>
    public async ValueTask<Outcome<NewStaffSession>> CreateAsync(Organization host, string challenge, string idToken, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        var answered = await AnsweredAsync(host, challenge, idToken, now, cancellationToken).ConfigureAwait(false);
        if (answered is not Outcome<Answer>.Done { Value: var answer })
        {
            return ((Outcome<Answer>.Refused)answered).Why;
        }

        if (await StaffIdentityRow.FindAsync(recorder.Rows, answer.Token.Issuer, answer.Token.Subject, cancellationToken).ConfigureAwait(false) is not { } linked)
        {
            return RefusalReason.IdentityNotLinked;
        }

        if (await StaffRow.FindAsync(recorder.Rows, linked.Person, cancellationToken).ConfigureAwait(false) is not { Removed: false } person)
        {
            return RefusalReason.IdentityNotAccepted;
        }

        var made = NewStaffSession.Make(person, host, now);
        var key = StaffIdentityRow.Key(answer.Token.Issuer, answer.Token.Subject);
        var command = new Command(
            [answer.Begun.Use, new Change.Require(key, linked.RowVersion), new Change.Require(StaffRow.Key(person.Id), person.RowVersion), StaffSessionRow.Put(made.Session)],
            []);

        // If the power fails before this line returns, the challenge still works, or a session nobody knows the secret of expires in 20 minutes.
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is not Recording.Conflict conflict ? made
            : conflict.Key == answer.Begun.Use.Key ? RefusalReason.ChallengeNotAccepted
            : RefusalReason.ConcurrentChange;
    }

    /// <summary>
    /// The first time. CHALLENGE_NOT_ACCEPTED, IDENTITY_NOT_ACCEPTED, IDENTITY_PROVIDER_UNAVAILABLE; ENROLLMENT_CODE_NOT_ACCEPTED, which leaves the
    /// challenge good for another try; ALREADY_EXISTS for an identity that is somebody's of the staff already.
    /// </summary>
    public async ValueTask<Outcome<NewStaffSession>> LinkAsync(
        Organization host, string challenge, string idToken, string code, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var answered = await AnsweredAsync(host, challenge, idToken, now, cancellationToken).ConfigureAwait(false);
        if (answered is not Outcome<Answer>.Done { Value: var answer })
        {
            return ((Outcome<Answer>.Refused)answered).Why;
        }

        var hash = EnrollmentCode.HashOf(code);
        if (await EnrollmentCodeRow.FindAsync(recorder.Rows, hash, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Code.Staff is not { } id
            || now >= found.Code.ExpiresAt
            || await StaffRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { Removed: false } person)
        {
            return RefusalReason.EnrollmentCodeNotAccepted;
        }

        var made = NewStaffSession.Make(person, host, now);
        var (issuer, subject, salt) = (answer.Token.Issuer, answer.Token.Subject, RandomSource.Bytes(LinkedIdentity.SaltBytes));
        var (use, put) = (EnrollmentCodeRow.Use(hash, found.Version), StaffIdentityRow.Put(issuer, subject, id, salt));
        var entry = new StaffLinked(now, id, issuer, LinkedIdentity.DigestOf(salt, issuer, subject), host.Id);
        var command = new Command(
            [answer.Begun.Use, use, put, new Change.Require(StaffRow.Key(id), person.RowVersion), StaffSessionRow.Put(made.Session)],
            [new EntryDraft(ChainId.Operator, entry)]);

        // If the power fails before this line returns, either code and challenge still work, or the identity is linked and signs in from now on.
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is not Recording.Conflict conflict ? made
            : conflict.Key == put.Key ? RefusalReason.AlreadyExists
            : conflict.Key == use.Key ? RefusalReason.EnrollmentCodeNotAccepted
            : conflict.Key == answer.Begun.Use.Key ? RefusalReason.ChallengeNotAccepted
            : RefusalReason.ConcurrentChange;
    }

    private async ValueTask<Outcome<Answer>> AnsweredAsync(
        Organization host, string challenge, string idToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await SignInRow.FindAsync(recorder.Rows, challenge, host.Id, now, cancellationToken, forStaff: true).ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        if (identity is null)
        {
            return RefusalReason.IdentityNotAccepted;
        }

        var verified = await identity.VerifyAsync(idToken, begun.Challenge, begun.MadeAt, cancellationToken).ConfigureAwait(false);
        return verified is Outcome<IdToken>.Done { Value: var token } ? new Answer(begun, token) : ((Outcome<IdToken>.Refused)verified).Why;
    }

    private sealed record Answer(BegunSignIn Begun, IdToken Token);
}

/// <summary>A staff session just made; only a hash of its secret is stored.</summary>
/// <param name="Secret">Told once.</param>
/// <param name="Session">The session.</param>
/// <param name="Person">Whose.</param>
internal sealed record NewStaffSession(string Secret, StaffSession Session, StaffMember Person)
{
    /// <summary>Makes one; its row is still to be written.</summary>
    public static NewStaffSession Make(StaffMember person, Organization host, DateTimeOffset now)
    {
        var secret = SessionSecret.New();
        var session = new StaffSession
        {
            SecretHash = SessionSecret.HashOf(secret),
            Person = person.Id,
            Host = host.Id,
            Certificate = host.CertificateSha256!,
            SignedInAt = now,
            UsedAt = now,
        };
        return new NewStaffSession(secret, session, person);
    }

    /// <summary>It holds a secret.</summary>
    public override string ToString() => nameof(NewStaffSession);
}
