using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How an <see cref="Organization"/> rests in <see cref="Table.Organizations"/>; key = its id.</summary>
public static class OrganizationRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(OrganizationId id) => new(Table.Organizations, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Organization?> FindAsync(IRowReader rows, OrganizationId id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>Reads a page in order of registration.</summary>
    public static async ValueTask<IReadOnlyList<Organization>> ListAsync(
        IRowReader rows, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAllAsync(Table.Organizations, afterOrdinal, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Organization organization)
    {
        var key = organization.CallKey?.ToJwk();
        var body = new Body(
            1,
            organization.Id.ToString(),
            organization.NameJa,
            organization.Roles,
            organization.State,
            (string?)key?["x"],
            (string?)key?["y"],
            organization.EncryptionKey is { } enc ? Base64Url.Encode(enc.Raw) : null,
            organization.CertificateSha256,
            organization.KeysSince,
            organization.CertificateBeforeSha256);
        return new Change.Put(
            Key(organization.Id),
            JsonSerializer.SerializeToUtf8Bytes(body, PartyJson.Default.OrganizationBody),
            ExpectedVersion: organization.RowVersion);
    }

    /// <summary>Reads a row of the table.</summary>
    /// <exception cref="InvalidDataException">The row is of another format: a newer server wrote it, or it is broken.</exception>
    public static Organization From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.OrganizationBody);
        if (body is not { V: 1 } || !OrganizationId.TryParse(body.Id, out var id))
        {
            throw new InvalidDataException("An organisation's row has an unknown format.");
        }

        return new Organization
        {
            Id = id,
            NameJa = body.Name,
            Roles = body.Roles,
            State = body.State,
            CallKey = CallKey(body),
            EncryptionKey = Base64Url.TryDecode(body.Enc, out var raw) && HpkePublicKey.TryParse(raw, out var enc) ? enc : null,
            CertificateSha256 = body.Certificate,
            CertificateBeforeSha256 = body.CertificateBefore,
            KeysSince = body.KeysSince,
            RowVersion = row.Version,
            Ordinal = row.Ordinal,
        };
    }

    private static Es256PublicKey? CallKey(Body body) =>
        Base64Url.TryDecode(body.X, out var x) && Base64Url.TryDecode(body.Y, out var y)
            && Es256PublicKey.TryFromCoordinates(x, y, out var key) ? key : null;

    internal sealed record Body(
        int V,
        string Id,
        string Name,
        IReadOnlyList<OrganizationRole> Roles,
        OrganizationState State,
        string? X,
        string? Y,
        string? Enc,
        string? Certificate,
        DateTimeOffset? KeysSince = null,
        string? CertificateBefore = null);
}
