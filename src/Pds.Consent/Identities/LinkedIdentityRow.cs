using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="LinkedIdentity"/> rests in <see cref="Table.Identities"/>; key = hash of issuer and subject, parent = the resident.</summary>
public static class LinkedIdentityRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string issuer, string subject) =>
        new(Table.Identities, Base64Url.Encode(Sha256.Hash(LengthPrefixed.Of(Labels.IdentityRow, issuer, subject))));

    /// <summary>Reads one; null when the identity is linked to no vault.</summary>
    public static async ValueTask<LinkedIdentity?> FindAsync(
        IRowReader rows, string issuer, string subject, CancellationToken cancellationToken = default)
    {
        if (await rows.FindAsync(Key(issuer, subject), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.LinkedIdentityBody);
        return body is { V: 1 } && body.Issuer == issuer && body.Subject == subject
            && ResidentId.TryParse(body.Resident, out var resident)
            && Base64Url.TryDecode(body.Salt, out var salt)
            ? new LinkedIdentity(issuer, subject, resident, salt, body.LinkedAt) { RowVersion = row.Version }
            : throw new InvalidDataException("A linked identity's row has an unknown format.");
    }

    /// <summary>Writes a new one; an identity that is linked already conflicts.</summary>
    public static Change.Put Put(LinkedIdentity identity) => new(
        Key(identity.Issuer, identity.Subject),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, identity.Issuer, identity.Subject, identity.Resident.ToString(), Base64Url.Encode(identity.Salt), identity.LinkedAt),
            PartyJson.Default.LinkedIdentityBody),
        new RowLinks(Parent: identity.Resident.ToString()),
        ExpectedVersion: 0);

    internal sealed record Body(int V, string Issuer, string Subject, string Resident, string Salt, DateTimeOffset LinkedAt);
}
