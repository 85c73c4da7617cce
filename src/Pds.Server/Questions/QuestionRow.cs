using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Server.Questions;

/// <summary>
/// How a question rests in <see cref="Table.ServerFacts"/>: key <c>question/qst_…</c>, parent = the resident, other = the organisation asked. Beside it a
/// mark <c>question-of/res_…/index</c> holds that a use is asked about once. An erasure removes both by their parent.
/// </summary>
internal static class QuestionRow
{
    private const string Prefix = "question/";

    /// <summary>The row's key.</summary>
    public static RowKey Key(QuestionId id) => new(Table.ServerFacts, Prefix + id);

    /// <summary>The key of the mark.</summary>
    public static RowKey MarkKey(ResidentId resident, long use) =>
        new(Table.ServerFacts, string.Create(CultureInfo.InvariantCulture, $"question-of/{resident}/{use}"));

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<ResidentQuestion?> FindAsync(IRowReader rows, QuestionId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of a resident's, oldest first; marks are read too and left out.</summary>
    public static ValueTask<IReadOnlyList<ResidentQuestion>> OfResidentAsync(
        IRowReader rows, ResidentId resident, long after, int limit, CancellationToken cancellationToken) =>
        ListAsync(rows, LinkColumn.Parent, resident.ToString(), after, limit, cancellationToken);

    /// <summary>A page of those an organisation is asked, oldest first.</summary>
    public static ValueTask<IReadOnlyList<ResidentQuestion>> OfRecipientAsync(
        IRowReader rows, OrganizationId recipient, long after, int limit, CancellationToken cancellationToken) =>
        ListAsync(rows, LinkColumn.Other, recipient.ToString(), after, limit, cancellationToken);

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change Put(ResidentQuestion question) => new Change.Put(
        Key(question.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, question.Id.ToString(), question.Resident.ToString(), question.Recipient.ToString(), question.Grant.ToString(), question.Use, question.UsedAt,
                question.Text, question.Salt, question.AskedAt, question.Answer, question.AnsweredAt, question.AnsweredBy?.ToString()),
            QuestionJson.Default.Body),
        new RowLinks(question.Resident.ToString(), question.Recipient.ToString()),
        ExpectedVersion: question.RowVersion);

    /// <summary>The mark, which must not be there yet.</summary>
    public static Change Mark(ResidentQuestion question) =>
        new Change.Put(MarkKey(question.Resident, question.Use), (byte[])[1], new RowLinks(Parent: question.Resident.ToString()), ExpectedVersion: 0);

    private static async ValueTask<IReadOnlyList<ResidentQuestion>> ListAsync(
        IRowReader rows, LinkColumn column, string value, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.ServerFacts, column, value, after, limit, cancellationToken).ConfigureAwait(false))
            .Where(row => row.Key.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(From)];

    private static ResidentQuestion From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, QuestionJson.Default.Body) is { V: 1 } body
        && QuestionId.TryParse(body.Id, out var id)
        && ResidentId.TryParse(body.Resident, out var resident)
        && OrganizationId.TryParse(body.Recipient, out var recipient)
        && GrantId.TryParse(body.Grant, out var grant)
            ? new ResidentQuestion
            {
                Id = id,
                Resident = resident,
                Recipient = recipient,
                Grant = grant,
                Use = body.Use,
                UsedAt = body.UsedAt,
                Text = body.Text,
                Salt = body.Salt,
                AskedAt = body.AskedAt,
                Answer = body.Answer,
                AnsweredAt = body.AnsweredAt,
                AnsweredBy = OrganizationId.TryParse(body.AnsweredBy, out var by) ? by : null,
                RowVersion = row.Version,
                Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A question's row has an unknown format.");

    internal sealed record Body(
        int V, string Id, string Resident, string Recipient, string Grant, long Use, DateTimeOffset UsedAt, string Text, byte[] Salt, DateTimeOffset AskedAt,
        string? Answer, DateTimeOffset? AnsweredAt, string? AnsweredBy);
}

/// <summary>Generated JSON of questions. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QuestionRow.Body))]
internal sealed partial class QuestionJson : JsonSerializerContext;
