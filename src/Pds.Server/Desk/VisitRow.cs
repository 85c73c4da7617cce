using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Desk;

/// <summary>How a <see cref="Visit"/> rests in <see cref="Table.Visits"/>: key = its id, parent = the clerk, other = the resident once she is known.</summary>
internal static class VisitRow
{
    private const string Waiting = "waiting";

    /// <summary>The row's key.</summary>
    public static RowKey Key(VisitId id) => new(Table.Visits, id.ToString());

    /// <summary>One that is not over, of this session; null for another's, an unknown and an ended one alike.</summary>
    public static async ValueTask<Visit?> FindAsync(
        IRowReader rows, VisitId id, string sessionHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row && From(row) is { } visit
            && visit.SessionHash == sessionHash && now < visit.ExpiresAt ? visit : null;

    /// <summary>One that is not over, of any clerk: for a second person who confirms it.</summary>
    public static async ValueTask<Visit?> FindAsync(IRowReader rows, VisitId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row && From(row) is { } visit && now < visit.ExpiresAt ? visit : null;

    /// <summary>Those of a clerk whose rows stand.</summary>
    public static async ValueTask<IReadOnlyList<Visit>> OfClerkAsync(IRowReader rows, StaffId clerk, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.Visits, LinkColumn.Parent, clerk.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Visit visit) => new(
        Key(visit.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, visit.Id.ToString(), visit.Channel, visit.Clerk.ToString(), visit.SessionHash, visit.BegunAt, visit.Challenge, visit.Code, visit.Tries,
                visit.Resident?.ToString(), visit.OpenedAt, visit.Letter?.ToString()),
            VisitJson.Default.VisitBody),
        new RowLinks(Parent: visit.Clerk.ToString(), Other: visit.Resident?.ToString()),
        Expires: visit.ExpiresAt,
        ExpectedVersion: visit.RowVersion);

    /// <summary>Makes it wait for a second person.</summary>
    public static Change.Put PutWaiting(Visit visit) => new(
        WaitingKey(visit.Id), ReadOnlyMemory<byte>.Empty, new RowLinks(Parent: Waiting, Other: visit.Resident?.ToString()), Expires: visit.ExpiresAt, ExpectedVersion: 0);

    /// <summary>It waits no longer: of two who confirm, one conflicts.</summary>
    public static Change.Delete EndWaiting(VisitId id) => new(WaitingKey(id), 1);

    /// <summary>Those that wait for a second person, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Visit>> WaitingAsync(IRowReader rows, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var visits = new List<Visit>();
        foreach (var row in await rows.ListAsync(Table.WaitingVisits, LinkColumn.Parent, Waiting, 0, most, cancellationToken).ConfigureAwait(false))
        {
            if (VisitId.TryParse(row.Key.Key, out var id) && await FindAsync(rows, id, now, cancellationToken).ConfigureAwait(false) is { OpenedAt: null } visit)
            {
                visits.Add(visit);
            }
        }

        return visits;
    }

    /// <summary>Ends it, whichever version stands.</summary>
    public static Change.Delete Delete(Visit visit) => new(Key(visit.Id));

    private static RowKey WaitingKey(VisitId id) => new(Table.WaitingVisits, id.ToString());

    private static Visit From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, VisitJson.Default.VisitBody);
        return body is { V: 1 } && VisitId.TryParse(body.Id, out var id) && StaffId.TryParse(body.Clerk, out var clerk)
            ? new Visit
            {
                Id = id,
                Channel = body.Channel,
                Clerk = clerk,
                SessionHash = body.SessionHash,
                BegunAt = body.BegunAt,
                Challenge = body.Challenge,
                Code = body.Code,
                Tries = body.Tries,
                Resident = ResidentId.TryParse(body.Resident, out var resident) ? resident : null,
                OpenedAt = body.OpenedAt,
                Letter = LetterId.TryParse(body.Letter, out var letter) ? letter : null,
                RowVersion = row.Version,
            }
            : throw new InvalidDataException("A visit's row has an unknown format.");
    }

    internal sealed record Body(
        int V, string Id, VisitChannel Channel, string Clerk, string SessionHash, DateTimeOffset BegunAt, string? Challenge, string? Code, int Tries,
        string? Resident, DateTimeOffset? OpenedAt, string? Letter = null);
}

/// <summary>Generated JSON of the rows of visits, forms and cases. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(VisitRow.Body), TypeInfoPropertyName = "VisitBody")]
[JsonSerializable(typeof(PaperRows.FormBody), TypeInfoPropertyName = "FormBody")]
[JsonSerializable(typeof(PaperRows.CaseBody), TypeInfoPropertyName = "CaseBody")]
[JsonSerializable(typeof(string))]
internal sealed partial class VisitJson : JsonSerializerContext;
