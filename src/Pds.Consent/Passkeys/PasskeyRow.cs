using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a <see cref="Passkey"/> rests in <see cref="Table.Passkeys"/>; key = SHA-256 of the credential id, parent = the resident as long as it speaks
/// for her, other = the resident.
/// </summary>
public static class PasskeyRow
{
    /// <summary>The row's key. Credential ids are longer than keys of rows may be.</summary>
    public static RowKey Key(ReadOnlySpan<byte> credentialId) => new(Table.Passkeys, Base64Url.Encode(Sha256.Hash(credentialId)));

    /// <summary>Reads one; null when there is none, and when it was ended.</summary>
    public static async ValueTask<Passkey?> FindAsync(IRowReader rows, byte[] credentialId, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(credentialId), cancellationToken).ConfigureAwait(false) is { } row && From(row) is { RemovedAt: null } passkey ? passkey : null;

    /// <summary>The key of one, ended or not, for whoever checks what it signed; null when there is none.</summary>
    public static async ValueTask<Es256PublicKey?> FindKeyAsync(IRowReader rows, byte[] credentialId, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(credentialId), cancellationToken).ConfigureAwait(false) is { } row ? From(row).Key : null;

    /// <summary>The passkeys that speak for a resident, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Passkey>> OfResidentAsync(
        IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.Passkeys, LinkColumn.Parent, resident.ToString(), 0, 100, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Passkey passkey)
    {
        var key = passkey.Key.ToJwk();
        var body = new Body(
            1, Base64Url.Encode(passkey.CredentialId), passkey.Resident.ToString(), (string)key["x"]!, (string)key["y"]!, passkey.Name,
            passkey.RegisteredAt, passkey.Count, passkey.LastAnswer, passkey.UsedAt, passkey.RemovedAt);
        return new Change.Put(
            Key(passkey.CredentialId),
            JsonSerializer.SerializeToUtf8Bytes(body, PartyJson.Default.PasskeyBody),
            new RowLinks(Parent: passkey.RemovedAt is null ? passkey.Resident.ToString() : null, Other: passkey.Resident.ToString()),
            ExpectedVersion: passkey.RowVersion);
    }

    private static Passkey From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.PasskeyBody);
        return body is { V: 1 }
            && Base64Url.TryDecode(body.Credential, out var credential)
            && ResidentId.TryParse(body.Resident, out var resident)
            && Base64Url.TryDecode(body.X, out var x)
            && Base64Url.TryDecode(body.Y, out var y)
            && Es256PublicKey.TryFromCoordinates(x, y, out var key)
            ? new Passkey
            {
                CredentialId = credential,
                Resident = resident,
                Key = key,
                Name = body.Name,
                RegisteredAt = body.RegisteredAt,
                Count = body.Count,
                LastAnswer = body.LastAnswer,
                UsedAt = body.UsedAt,
                RemovedAt = body.RemovedAt,
                RowVersion = row.Version,
                Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A passkey's row has an unknown format.");
    }

    internal sealed record Body(
        int V, string Credential, string Resident, string X, string Y, string Name, DateTimeOffset RegisteredAt, uint Count, string? LastAnswer,
        DateTimeOffset? UsedAt, DateTimeOffset? RemovedAt);
}
