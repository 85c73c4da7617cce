using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Desk;
using Pds.Server.Errors;
using Pds.Server.Sessions;
using Pds.Server.Staff;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Edge;

/// <summary>
/// Finds out who is calling. Cheap before costly, authentic before meaningful, the one write last:
/// 1 the certificate is the city's and the one enrolled, which is asked before the message is read, 2 the proof has the right form, 3 its issuer's enrolled key signed it, 4 it is about
/// this message, 5 it is fresh, 6 the organisation is in good standing, 7 the role fits, 8 its jti was never used.
/// A method that stops something runs 5 and 8 itself (<see cref="FirstUseAsync"/>), after it has latched: what the resident signed must deny at
/// once, even when the clock or the disk keeps everything else from being done (I-06).
/// In a session the caller is the resident, and the proof is the host's: it must name the session's secret (step 4), the organisation must be a
/// web host in good standing, and the session must live and be of this host and this certificate, all before step 5. An unknown, ended, expired
/// and another host's session look alike. What only shows her own lists to her in her own session (<see cref="CallMethod.WithoutProof"/>) asks for no proof:
/// the secret, bound to the certificate whose key this connection proved, is the proof (RFC 8705 section 3), and a connection cannot be replayed; nor does the one
/// question that names many such sessions in its message (<see cref="CallMethod.SecretsInMessage"/>), whose service looks each up. In a session of staff the caller is the person, with what she and her organisation may at this moment.
/// In a session by a letter, and in a visit that one opened, the one table says what is open (<see cref="CallMethod.ByLetter"/>); nothing else is.
/// Under a mandate the caller is the resident it is for: the mandate must count at this moment, belong to who is signed in, and allow the method (step
/// 7, by the one table). What is only looked at is entered in the resident's history after step 8, before any service runs.
/// </summary>
internal sealed class Authentication(Recorder recorder, CertificateTrust clients)
{
    private readonly EnterLook look = new(recorder);

    private static readonly TimeSpan KeepJti = CallProof.Freshness * 3;

    /// <summary>The caller, or why not; for a method that stops, with the proof it still has to ask about.</summary>
    /// <param name="method">The method called.</param>
    /// <param name="organization">Whose certificate the connection shows (step 1); null when it shows none.</param>
    /// <param name="credentials">The call proof, and a session's secret.</param>
    /// <param name="proofMethod">What the proof must name.</param>
    /// <param name="message">The message's bytes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Identified> IdentifyAsync(
        CallMethod method, Organization? organization, Credentials credentials, string proofMethod, byte[] message, CancellationToken cancellationToken)
    {
        if (method.Public)
        {
            return new Identified.As(new Caller.Anonymous());
        }

        if (method.ProofInMessage)
        {
            // The gate answers for the rest: rules 1 to 4 need the presentation, and rule 11 comes after them.
            return organization is null ? new Identified.Not(Wire.ClientCertificateRequired)
                : MayCall(organization, method) ? new Identified.As(new Caller.OrganizationCaller(organization))
                : new Identified.Not(Wire.PermissionDenied);
        }

        if (method.SecretsInMessage && credentials is { Proof: null, Session: null, Staff: null, Mandate: null })
        {
            return organization is null ? new Identified.Not(Wire.ClientCertificateRequired)
                : !MayCall(organization, method) ? new Identified.Not(Wire.PermissionDenied)
                : !organization.InGoodStanding ? new Identified.Not(Wire.OrganizationNotInGoodStanding)
                : !recorder.Clock.IsTrustworthy ? new Identified.Not(Wire.ClockNotTrustworthy)
                : new Identified.As(new Caller.OrganizationCaller(organization));
        }

        // A secret without the host's certificate is worthless, whoever shows it.
        if (credentials.Either is not null && organization is null)
        {
            return new Identified.Not(Wire.ClientCertificateRequired);
        }

        if (credentials is { Proof: null, Session: { } own, Staff: null, Mandate: null } && method.WithoutProof)
        {
            return await InSessionAsync(method, organization!, own, null, null, cancellationToken).ConfigureAwait(false);
        }

        if (credentials.Proof is null)
        {
            return new Identified.Not(organization is null && !method.Residents ? Wire.ClientCertificateRequired : Wire.CallProofRequired);
        }

        if (credentials.AreTwo || !CallProof.TryParse(credentials.Proof, out var proof))
        {
            return new Identified.Not(Wire.Unauthenticated);
        }

        var (caller, key) = organization is null
            ? await DeviceAsync(method, proof!, cancellationToken).ConfigureAwait(false)
            : (new Caller.OrganizationCaller(organization), organization.CallKey);
        if (caller is null || key is null)
        {
            return new Identified.Not(method.Residents ? Wire.Unauthenticated : Wire.ClientCertificateRequired);
        }

        if (!IssuedBy(proof!, caller) || !proof!.IsSignedBy(key))
        {
            return new Identified.Not(Wire.Unauthenticated);
        }

        if (!proof.IsAbout(recorder.Origin, proofMethod, message, credentials.Either, credentials.Mandate))
        {
            return new Identified.Not(Wire.CallProofMismatched);
        }

        if (credentials.Session is { } secret)
        {
            return await InSessionAsync(method, organization!, secret, credentials.Mandate, proof, cancellationToken).ConfigureAwait(false);
        }

        // Who acts for another is signed in herself: neither a device nor an organisation does.
        if (credentials.Mandate is not null)
        {
            return new Identified.Not(Wire.MandateNotAccepted);
        }

        if (credentials.Staff is { } staff)
        {
            return await InStaffSessionAsync(method, organization!, staff, proof, cancellationToken).ConfigureAwait(false);
        }

        if (method.LatchesFirst && organization is null)
        {
            return new Identified.As(caller, proof);
        }

        return WhyNotNow(proof) is { } stale ? new Identified.Not(stale)
            : organization is { InGoodStanding: false } ? new Identified.Not(Wire.OrganizationNotInGoodStanding)
            : !(organization is null ? method.Residents : MayCall(organization, method)) ? new Identified.Not(Wire.PermissionDenied)
            : await IsFirstUseAsync(proof, cancellationToken).ConfigureAwait(false) ? new Identified.As(caller)
            : new Identified.Not(Wire.CallReplayed);
    }

    /// <summary>Steps 5 and 8 of a call whose method latches first: the proof is fresh and was never used. Null when both hold.</summary>
    /// <exception cref="LedgerUnavailableException">The use cannot be recorded now.</exception>
    public async ValueTask<Wire?> FirstUseAsync(CallProof proof, CancellationToken cancellationToken) =>
        WhyNotNow(proof) ?? (await IsFirstUseAsync(proof, cancellationToken).ConfigureAwait(false) ? null : Wire.CallReplayed);

    /// <summary>The organisation of a certificate that is the city's, current, and the one it enrolled or renewed last, or renewed; null otherwise.</summary>
    public async ValueTask<Organization?> EnrolledAsync(byte[] certificate, CancellationToken cancellationToken)
    {
        if (!clients.TryValidate([certificate], recorder.Clock.GetUtcNow(), out var valid)
            || !OrganizationId.TryParse(valid.OrganizationId, out var id))
        {
            return null;
        }

        var organization = await OrganizationRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        var digest = Base64Url.Encode(Sha256.Hash(certificate));
        return organization?.CertificateSha256 == digest || organization?.CertificateBeforeSha256 == digest ? organization : null;
    }

    /// <summary>Whether its roles allow the method.</summary>
    public static bool MayCall(Organization organization, CallMethod method) => method.Roles.Any(organization.Has);

    private static bool IssuedBy(CallProof proof, Caller caller) => caller switch
    {
        Caller.OrganizationCaller organization => proof.Issuer == organization.Organization.Id.ToString(),
        Caller.ResidentCaller { Through: Via.Device device } => proof.Issuer == device.Id.ToString(),
        _ => false,
    };

    private async ValueTask<(Caller?, Es256PublicKey?)> DeviceAsync(CallMethod method, CallProof proof, CancellationToken cancellationToken)
    {
        if (!DeviceId.TryParse(proof.Issuer, out var id)
            || await DeviceRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } device
            || (device.IsEnded && !method.TellsErased))
        {
            return (null, null);
        }

        return (new Caller.ResidentCaller(device.Resident, new Via.Device(device.Id)), device.Key);
    }

    private async ValueTask<Identified> InSessionAsync(
        CallMethod method, Organization host, string secret, string? mandate, CallProof? proof, CancellationToken cancellationToken)
    {
        if (!host.Has(OrganizationRole.WebHost) || !(method.Residents || method.SessionsOnly))
        {
            return new Identified.Not(Wire.PermissionDenied);
        }

        if (!host.InGoodStanding)
        {
            return new Identified.Not(Wire.OrganizationNotInGoodStanding);
        }

        var now = recorder.Clock.GetUtcNow();
        if (await SessionRow.FindLivingAsync(recorder.Rows, secret, host, now, cancellationToken).ConfigureAwait(false) is not { } session)
        {
            return new Identified.Not(Wire.SessionNotAccepted);
        }

        // Whoever signed in by a letter acts for herself alone, and starts nothing; before any service runs, so that none can forget.
        var byLetter = session.SignIn == SignInKind.Letter;
        if (byLetter && (mandate is not null || !method.ByLetter))
        {
            return new Identified.Not(Wire.StepUpRequired);
        }

        var caller = new Caller.ResidentCaller(session.Resident, new Via.Session(session)) { Acting = byLetter ? new Acting("letter") : null };
        if (mandate is not null)
        {
            var read = await ReadMandate.ForAsync(recorder.Rows, session.Resident, mandate, method.Under, now, cancellationToken).ConfigureAwait(false);
            if (read is not Outcome<Mandate>.Done { Value: var under })
            {
                return new Identified.Not(RefusalStatus.OnTheWire(((Outcome<Mandate>.Refused)read).Reason));
            }

            caller = new Caller.ResidentCaller(under.Resident, new Via.Session(session))
            {
                Under = under, Acting = new Acting("web") { Role = MandateWords.Of(under.Role), Mandate = under.Id.ToString() },
            };
        }

        if (method.LatchesFirst)
        {
            return new Identified.As(caller, proof);
        }

        var note = session.IsToBeNoted(now) ? SessionRow.Put(session with { UsedAt = now }) : null;
        if (proof is null)
        {
            return await LookAsync(caller, note, cancellationToken).ConfigureAwait(false);
        }

        return WhyNotNow(proof) is { } stale ? new Identified.Not(stale)
            : !await IsFirstUseAsync(proof, cancellationToken, note).ConfigureAwait(false)
                ? new Identified.Not(Wire.CallReplayed)
            : caller.Under is { } one && method.Looks is { } what && !await look.RunAsync(one, what, cancellationToken).ConfigureAwait(false)
                ? new Identified.Not(Wire.MandateNotAccepted)
            : new Identified.As(caller);
    }

    // When the note conflicts, another call noted the use or ended the session: whoever comes after an end finds no session.
    private async ValueTask<Identified> LookAsync(Caller caller, Change? note, CancellationToken cancellationToken)
    {
        if (!recorder.Clock.IsTrustworthy)
        {
            return new Identified.Not(Wire.ClockNotTrustworthy);
        }

        if (note is not null)
        {
            await recorder.RecordAsync(new Command([note], []), cancellationToken).ConfigureAwait(false);
        }

        return new Identified.As(caller);
    }

    private async ValueTask<Identified> InStaffSessionAsync(
        CallMethod method, Organization host, string credential, CallProof proof, CancellationToken cancellationToken)
    {
        if (!host.Has(OrganizationRole.WebHost) || (method.Staff.Count == 0 && method.Visits.Count == 0))
        {
            return new Identified.Not(Wire.PermissionDenied);
        }

        if (!host.InGoodStanding)
        {
            return new Identified.Not(Wire.OrganizationNotInGoodStanding);
        }

        // A secret, or a secret, a full stop and a visit; the proof's ath covers all of it.
        var (secret, named) = credential.Split('.', 2) is [var first, var second] ? (first, second) : (credential, null);
        var now = recorder.Clock.GetUtcNow();
        if (await StaffSessionRow.FindAsync(recorder.Rows, SessionSecret.HashOf(secret), cancellationToken).ConfigureAwait(false) is not { } session
            || !session.IsOf(host) || !session.Lives(now)
            || await StaffRow.FindAsync(recorder.Rows, session.Person, cancellationToken).ConfigureAwait(false) is not { Removed: false } member
            || await OrganizationRow.FindAsync(recorder.Rows, member.Organization, cancellationToken).ConfigureAwait(false)
                is not { State: not OrganizationState.Suspended } organization)
        {
            return new Identified.Not(Wire.SessionNotAccepted);
        }

        var note = session.IsToBeNoted(now) ? StaffSessionRow.Put(session with { UsedAt = now }) : null;
        if (named is not null && method.Visits.Count > 0)
        {
            return await InVisitAsync(method, session, member, named, proof, note, now, cancellationToken).ConfigureAwait(false);
        }

        return WhyNotNow(proof) is { } stale ? new Identified.Not(stale)
            : !method.Staff.Any(role => member.Has(role) && StaffMember.Allows(organization, role)) || (method.OfTheCity && !organization.Has(OrganizationRole.Steward))
                ? new Identified.Not(Wire.PermissionDenied)
            : await IsFirstUseAsync(proof, cancellationToken, note).ConfigureAwait(false) ? new Identified.As(new Caller.StaffCaller(member, organization, session))
            : new Identified.Not(Wire.CallReplayed);
    }

    // The caller is the resident of the visit, with the clerk's hands in the record. What is shown to the clerk is entered in the same write as the
    // proof's first use, so before anything is shown.
    private async ValueTask<Identified> InVisitAsync(
        CallMethod method, StaffSession session, StaffMember member, string named, CallProof proof, Change? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!member.Has(StaffRole.Counter)
            || !VisitId.TryParse(named, out var id)
            || await VisitRow.FindAsync(recorder.Rows, id, session.SecretHash, now, cancellationToken).ConfigureAwait(false)
                is not { OpenedAt: not null, Resident: { } resident } visit
            || !await ResidentRow.IsThereAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false))
        {
            return new Identified.Not(Wire.VisitNotAccepted);
        }

        if (!method.Visits.Contains(visit.Channel))
        {
            return new Identified.Not(Wire.PermissionDenied);
        }

        // Who came with a letter starts nothing at the counter either: her yes is for paper, which two people read.
        if (visit.Letter is not null && !method.ByLetter)
        {
            return new Identified.Not(Wire.StepUpRequired);
        }

        var caller = new Caller.ResidentCaller(resident, new Via.Visit(visit, member, session.Host))
        {
            Acting = new Acting(visit.ChannelName) { Role = "staff", Person = member.Id.ToString() },
        };
        if (method.LatchesFirst)
        {
            return new Identified.As(caller, proof);
        }

        var looked = method.Shows
            ? new EntryDraft(ChainId.Resident(resident), new StaffLooked(Instant.Truncate(now), visit.Id.ToString(), member.Id, method.Input.Name[..^"Request".Length]))
            : null;
        return WhyNotNow(proof) is { } stale ? new Identified.Not(stale)
            : await IsFirstUseAsync(proof, cancellationToken, note, looked).ConfigureAwait(false) ? new Identified.As(caller)
            : new Identified.Not(Wire.CallReplayed);
    }

    private Wire? WhyNotNow(CallProof proof) =>
        !recorder.Clock.IsTrustworthy ? Wire.ClockNotTrustworthy
        : !proof.IsFresh(recorder.Clock.GetUtcNow()) ? Wire.CallProofStale
        : null;

    // One atomic insert, never look-then-add: of two equal proofs exactly one is first, on any node and after any restart (I-15).
    // If the power fails after this line the proof is used up although the call never ran; the caller signs a new one.
    // A session's use is noted in the same write. When the note conflicts, another call noted it or ended the session: then the proof alone is
    // recorded, and whoever comes after an end finds no session.
    private async ValueTask<bool> IsFirstUseAsync(CallProof proof, CancellationToken cancellationToken, Change? used = null, EntryDraft? looked = null)
    {
        var key = new RowKey(Table.CallProofs, $"{proof.Issuer}/{proof.Jti}");
        var insert = new Change.Put(key, ReadOnlyMemory<byte>.Empty, Expires: proof.IssuedAt + KeepJti, ExpectedVersion: 0);
        var command = new Command(used is null ? [insert] : [insert, used], looked is null ? [] : [looked]);
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done
            || (used is not null && recording is Recording.Conflict conflict && conflict.Key != key
                && await IsFirstUseAsync(proof, cancellationToken, looked: looked).ConfigureAwait(false));
    }
}
