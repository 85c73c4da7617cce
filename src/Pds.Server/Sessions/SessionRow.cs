using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>How a <see cref="LiveSession"/> rests in <see cref="Table.Sessions"/>: key = hash of the secret, parent = the resident.</summary>
internal static class SessionRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string secretHash) => new(Table.Sessions, secretHash);

    /// <summary>Reads one by its secret's hash, living or not; null when there is none.</summary>
    public static async ValueTask<LiveSession?> FindAsync(IRowReader rows, string secretHash, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(secretHash), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>
    /// The session of a secret that lives now, was made for this host under the certificate it has, and whose resident is still there; null for every other,
    /// alike.
    /// </summary>
    public static async ValueTask<LiveSession?> FindLivingAsync(
        IRowReader rows, string secret, Organization host, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FindAsync(rows, SessionSecret.HashOf(secret), cancellationToken).ConfigureAwait(false) is { } session
            && session.Host == host.Id && session.Certificate == host.CertificateSha256 && session.Lives(now)
            && await ResidentRow.IsThereAsync(rows, session.Resident, cancellationToken).ConfigureAwait(false)
            ? session : null;

    /// <summary>Those of a resident whose rows still stand, oldest first; some may have expired.</summary>
    public static async ValueTask<IReadOnlyList<LiveSession>> OfResidentAsync(
        IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.Sessions, LinkColumn.Parent, resident.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(LiveSession session) => new(
        Key(session.SecretHash),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, session.Id, session.Resident.ToString(), session.Host.ToString(), session.Certificate, session.SignIn, session.SignedInAt, session.UsedAt),
            SessionJson.Default.Body),
        new RowLinks(Parent: session.Resident.ToString()),
        Expires: session.ExpiresAt,
        ExpectedVersion: session.RowVersion);

    private static LiveSession From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, SessionJson.Default.Body);
        return body is { V: 1 }
            && ResidentId.TryParse(body.Resident, out var resident)
            && OrganizationId.TryParse(body.Host, out var host)
            ? new LiveSession
            {
                Id = body.Id,
                SecretHash = row.Key.Key,
                Resident = resident,
                Host = host,
                Certificate = body.Certificate,
                SignIn = body.SignIn,
                SignedInAt = body.SignedInAt,
                UsedAt = body.UsedAt,
                RowVersion = row.Version,
            }
            : throw new InvalidDataException("A session's row has an unknown format.");
    }

    internal sealed record Body(
        int V, string Id, string Resident, string Host, string Certificate, SignInKind SignIn, DateTimeOffset SignedInAt, DateTimeOffset UsedAt);
}

/// <summary>Generated JSON of session and sign-in rows. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionRow.Body))]
[JsonSerializable(typeof(SignInRow.Body), TypeInfoPropertyName = "SignInBody")]
internal sealed partial class SessionJson : JsonSerializerContext;
