using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>A session just made; only a hash of its secret is stored.</summary>
/// <param name="Secret">Told once.</param>
/// <param name="Session">The session.</param>
internal sealed record NewSession(string Secret, LiveSession Session)
{
    private const string IdPrefix = "ses";

    /// <summary>Makes one, and the changes that write it: an oldest one too many is ended, and a resident that is gone conflicts.</summary>
    /// <returns>Null when there is no such resident.</returns>
    public static async ValueTask<(NewSession Made, IReadOnlyList<Change> Changes)?> BeginAsync(
        IRowReader rows, ResidentId resident, Organization host, SignInKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await ResidentRow.IsThereAsync(rows, resident, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var secret = SessionSecret.New();
        var session = new LiveSession
        {
            Id = OpaqueId.New(IdPrefix),
            SecretHash = SessionSecret.HashOf(secret),
            Resident = resident,
            Host = host.Id,
            Certificate = host.CertificateSha256!,
            SignIn = kind,
            SignedInAt = now,
            UsedAt = now,
        };
        var others = await SessionRow.OfResidentAsync(rows, resident, cancellationToken).ConfigureAwait(false);
        var ended = others.Take(Math.Max(0, others.Count - LiveSession.MaxOfOne + 1)).Select(old => new Change.Delete(SessionRow.Key(old.SecretHash)));
        return (new NewSession(secret, session with { RowVersion = 1 }), [ResidentRow.Stands(resident), SessionRow.Put(session), .. ended]);
    }

    /// <summary>It holds a secret.</summary>
    public override string ToString() => nameof(NewSession);
}
