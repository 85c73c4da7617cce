using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Whom an identity provider names, tied to a person of the staff, in <see cref="Table.StaffIdentities"/>; key = hash of issuer and subject, parent = the
/// person. Apart from residents' identities: who is a resident and a clerk signs in as one or as the other, never as both.
/// </summary>
public static class StaffIdentityRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string issuer, string subject) =>
        new(Table.StaffIdentities, Base64Url.Encode(Sha256.Hash(LengthPrefixed.Of(Labels.IdentityRow, issuer, subject))));

    /// <summary>The person and the version of the row; null when the identity is nobody's of the staff.</summary>
    public static async ValueTask<(StaffId Person, long RowVersion)?> FindAsync(
        IRowReader rows, string issuer, string subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (await rows.FindAsync(Key(issuer, subject), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.StaffIdentityBody);
        return body is { V: 1 } && body.Issuer == issuer && body.Subject == subject && StaffId.TryParse(body.Person, out var person)
            ? (person, row.Version)
            : throw new InvalidDataException("A staff identity's row has an unknown format.");
    }

    /// <summary>Writes a new one; an identity that is linked already conflicts.</summary>
    public static Change.Put Put(string issuer, string subject, StaffId person, byte[] salt) => new(
        Key(issuer, subject),
        JsonSerializer.SerializeToUtf8Bytes(new Body(1, issuer, subject, person.ToString(), Base64Url.Encode(salt)), PartyJson.Default.StaffIdentityBody),
        new RowLinks(Parent: person.ToString()),
        ExpectedVersion: 0);

    /// <summary>The keys of those that are linked to a person.</summary>
    public static async ValueTask<IReadOnlyList<RowKey>> OfPersonAsync(IRowReader rows, StaffId person, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. (await rows.ListAsync(Table.StaffIdentities, LinkColumn.Parent, person.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(row => row.Key)];
    }

    internal sealed record Body(int V, string Issuer, string Subject, string Person, string Salt);
}
