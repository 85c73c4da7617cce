using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Sessions;

namespace Pds.Server.Letters;

/// <summary>
/// Rows of letters, all with the resident as parent, so that they go with her: the letter in <see cref="Table.Letters"/> (key = resident, one at a time),
/// its code in <see cref="Table.LetterCodes"/> (key = hash of number and code, blinded under K_index like every key; the body holds the letter's id), orders
/// in <see cref="Table.LetterOrders"/> (key = letter, other = <see cref="Waiting"/>).
/// </summary>
internal static class LetterRows
{
    private const string Waiting = "waiting";

    /// <summary>The letter of a resident, good or not; null when there is none.</summary>
    public static async ValueTask<Letter?> FindAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(Key(resident), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, LetterJson.Default.LetterBody);
        return body is { V: 1 } && LetterId.TryParse(body.Id, out var id)
            ? new Letter
            {
                Id = id, Resident = resident, IssuedAt = body.IssuedAt, Uses = body.Uses, Wrong = body.Wrong, WrongSince = body.WrongSince, RowVersion = row.Version,
            }
            : throw new InvalidDataException("A letter's row has an unknown format.");
    }

    /// <summary>Whose letter a code is, by its hash; null for no letter's.</summary>
    public static async ValueTask<LetterId?> FindCodeAsync(IRowReader rows, string hash, CancellationToken cancellationToken) =>
        await rows.FindAsync(new RowKey(Table.LetterCodes, hash), cancellationToken).ConfigureAwait(false) is { } row
            && LetterId.TryParse(JsonSerializer.Deserialize(row.Body.Span, LetterJson.Default.CodeBody) is { V: 1 } body ? body.Letter : null, out var id)
            ? id : null;

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(Letter letter) => new(
        Key(letter.Resident),
        JsonSerializer.SerializeToUtf8Bytes(
            new LetterBody(1, letter.Id.ToString(), letter.IssuedAt, letter.Uses, letter.Wrong, letter.WrongSince), LetterJson.Default.LetterBody),
        new RowLinks(Parent: letter.Resident.ToString()),
        Expires: letter.EndsAt,
        ExpectedVersion: letter.RowVersion);

    /// <summary>Writes a new code.</summary>
    public static Change.Put PutCode(Letter letter, string hash) => new(
        new RowKey(Table.LetterCodes, hash),
        JsonSerializer.SerializeToUtf8Bytes(new CodeBody(1, letter.Id.ToString()), LetterJson.Default.CodeBody),
        new RowLinks(Parent: letter.Resident.ToString()),
        Expires: letter.EndsAt,
        ExpectedVersion: 0);

    /// <summary>Ends what a resident's letter was, but for its row: its code, and every session that it opened.</summary>
    public static async ValueTask<IReadOnlyList<Change>> EndAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken)
    {
        var codes = await rows.ListAsync(Table.LetterCodes, LinkColumn.Parent, resident.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
        var sessions = await SessionRow.OfResidentAsync(rows, resident, cancellationToken).ConfigureAwait(false);
        return
        [
            .. codes.Select(row => new Change.Delete(row.Key)),
            .. sessions.Where(session => session.SignIn == SignInKind.Letter).Select(session => new Change.Delete(SessionRow.Key(session.SecretHash))),
        ];
    }

    /// <summary>Removes the letter's row at the version it was read from.</summary>
    public static Change.Delete Delete(Letter letter) => new(Key(letter.Resident), letter.RowVersion);

    /// <summary>An order; null for printed, unknown and malformed alike.</summary>
    public static async ValueTask<LetterOrder?> FindOrderAsync(IRowReader rows, LetterId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await rows.FindAsync(OrderKey(id), cancellationToken).ConfigureAwait(false) is { } row && From(row) is { } order && now < order.EndsAt ? order : null;

    /// <summary>Those that wait, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<LetterOrder>> WaitingAsync(IRowReader rows, int most, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.LetterOrders, LinkColumn.Other, Waiting, 0, most, cancellationToken).ConfigureAwait(false)).Select(From).Where(order => now < order.EndsAt)];

    /// <summary>Those of one resident.</summary>
    public static async ValueTask<int> CountWaitingAsync(IRowReader rows, ResidentId resident, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await rows.ListAsync(Table.LetterOrders, LinkColumn.Parent, resident.ToString(), 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false))
            .Select(From).Count(order => now < order.EndsAt);

    /// <summary>Writes a new order.</summary>
    public static Change.Put Put(LetterOrder order) => new(
        OrderKey(order.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new OrderBody(1, order.Id.ToString(), order.Resident.ToString(), order.Number.ToString(), order.Clerk.ToString(), order.OrderedAt), LetterJson.Default.OrderBody),
        new RowLinks(Parent: order.Resident.ToString(), Other: Waiting),
        Expires: order.EndsAt,
        ExpectedVersion: 0);

    /// <summary>Uses an order up: of two who print, one conflicts.</summary>
    public static Change.Delete Use(LetterOrder order) => new(OrderKey(order.Id), order.RowVersion);

    private static LetterOrder From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, LetterJson.Default.OrderBody);
        return body is { V: 1 } && LetterId.TryParse(body.Id, out var id) && ResidentId.TryParse(body.Resident, out var resident)
            && ResidentNumber.TryParse(body.Number, out var number) && StaffId.TryParse(body.Clerk, out var clerk)
            ? new LetterOrder(id, resident, number, clerk, body.OrderedAt, row.Version)
            : throw new InvalidDataException("A letter order's row has an unknown format.");
    }

    private static RowKey Key(ResidentId resident) => new(Table.Letters, resident.ToString());

    private static RowKey OrderKey(LetterId id) => new(Table.LetterOrders, id.ToString());

    internal sealed record LetterBody(int V, string Id, DateTimeOffset IssuedAt, int Uses, int Wrong, DateTimeOffset WrongSince);

    internal sealed record CodeBody(int V, string Letter);

    internal sealed record OrderBody(int V, string Id, string Resident, string Number, string Clerk, DateTimeOffset OrderedAt);
}

/// <summary>Generated JSON of the rows of letters. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LetterRows.LetterBody))]
[JsonSerializable(typeof(LetterRows.CodeBody))]
[JsonSerializable(typeof(LetterRows.OrderBody))]
internal sealed partial class LetterJson : JsonSerializerContext;
