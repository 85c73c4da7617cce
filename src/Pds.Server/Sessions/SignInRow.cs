using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>How a <see cref="BegunSignIn"/> rests in <see cref="Table.SignIns"/>: key = SHA-256 of the challenge.</summary>
internal static class SignInRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(byte[] challenge) => new(Table.SignIns, Base64Url.Encode(Sha256.Hash(challenge)));

    /// <summary>The sign-in of a challenge; null when it is unknown, used, too old, another host's, or the other kind's of people.</summary>
    public static async ValueTask<BegunSignIn?> FindAsync(
        IRowReader rows, string challenge, OrganizationId host, DateTimeOffset now, CancellationToken cancellationToken, bool forStaff = false)
    {
        if (!Base64Url.TryDecode(challenge, out var bytes) || bytes.Length != SessionSecret.Size
            || await rows.FindAsync(Key(bytes), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, SessionJson.Default.SignInBody);
        if (body is not { V: 1 } || !OrganizationId.TryParse(body.Host, out var owner))
        {
            throw new InvalidDataException("A sign-in's row has an unknown format.");
        }

        var begun = new BegunSignIn(bytes, owner, body.MadeAt, row.Version) { ForStaff = body.ForStaff };
        return owner == host && body.ForStaff == forStaff && now < begun.ExpiresAt ? begun : null;
    }

    /// <summary>Writes a new one.</summary>
    public static Change.Put Put(BegunSignIn begun) => new(
        Key(begun.Challenge),
        JsonSerializer.SerializeToUtf8Bytes(new Body(1, begun.Host.ToString(), begun.MadeAt, begun.ForStaff), SessionJson.Default.SignInBody),
        Expires: begun.ExpiresAt,
        ExpectedVersion: 0);

    internal sealed record Body(int V, string Host, DateTimeOffset MadeAt, bool ForStaff = false);
}
