using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Server.Staff;

/// <summary>How a <see cref="StaffSession"/> rests in <see cref="Table.StaffSessions"/>: key = hash of the secret, parent = the person.</summary>
internal static class StaffSessionRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string secretHash) => new(Table.StaffSessions, secretHash);

    /// <summary>Reads one by its secret's hash, living or not; null when there is none.</summary>
    public static async ValueTask<StaffSession?> FindAsync(IRowReader rows, string secretHash, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(secretHash), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>The keys of those of a person, living or not.</summary>
    public static async ValueTask<IReadOnlyList<RowKey>> OfPersonAsync(IRowReader rows, StaffId person, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.StaffSessions, LinkColumn.Parent, person.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(row => row.Key)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(StaffSession session) => new(
        Key(session.SecretHash),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, session.Person.ToString(), session.Host.ToString(), session.Certificate, session.SignedInAt, session.UsedAt),
            StaffJson.Default.StaffSessionBody),
        new RowLinks(Parent: session.Person.ToString()),
        Expires: session.ExpiresAt,
        ExpectedVersion: session.RowVersion);

    private static StaffSession From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, StaffJson.Default.StaffSessionBody);
        return body is { V: 1 } && StaffId.TryParse(body.Person, out var person) && OrganizationId.TryParse(body.Host, out var host)
            ? new StaffSession
            {
                SecretHash = row.Key.Key,
                Person = person,
                Host = host,
                Certificate = body.Certificate,
                SignedInAt = body.SignedInAt,
                UsedAt = body.UsedAt,
                RowVersion = row.Version,
            }
            : throw new InvalidDataException("A staff session's row has an unknown format.");
    }

    internal sealed record Body(int V, string Person, string Host, string Certificate, DateTimeOffset SignedInAt, DateTimeOffset UsedAt);
}

/// <summary>Generated JSON of the rows of staff sessions. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StaffSessionRow.Body), TypeInfoPropertyName = "StaffSessionBody")]
internal sealed partial class StaffJson : JsonSerializerContext;
