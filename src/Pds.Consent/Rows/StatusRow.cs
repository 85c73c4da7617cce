using System.Globalization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a consent's public status rests in <see cref="Table.StatusEntries"/>; key = its number, parent = the number of its list; one byte.
/// Written in the command of the move itself, so the next list is never behind the ledger.
/// </summary>
public static class StatusRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(int number) => new(Table.StatusEntries, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The public status of a state: paused is suspended, every end is invalid.</summary>
    public static ReceiptStatus Of(GrantState state) => state switch
    {
        GrantState.Active => ReceiptStatus.Valid,
        GrantState.Paused => ReceiptStatus.Suspended,
        GrantState.Requested or GrantState.Declined or GrantState.Withdrawn or GrantState.Expired or GrantState.Inapplicable
            => ReceiptStatus.Invalid,
    };

    /// <summary>The statuses of one list as they stand now, ready to be signed and published.</summary>
    public static async ValueTask<StatusList> ReadListAsync(IRowReader rows, int list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var result = StatusList.CreateEmpty();
        await foreach (var (number, status) in ReadAsync(rows, list, cancellationToken).ConfigureAwait(false))
        {
            result[number % StatusList.EntriesInAList] = (int)status;
        }

        return result;
    }

    /// <summary>Every number given out, for <see cref="StatusNumbers"/> at start.</summary>
    public static async ValueTask<IReadOnlyList<int>> ReadNumbersAsync(IRowReader rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var numbers = new List<int>();
        long after = 0;
        while (await rows.ListAllAsync(Table.StatusEntries, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            numbers.AddRange(page.Select(NumberOf));
            after = page[^1].Ordinal;
        }

        return numbers;
    }

    internal static Change.Put Put(int number, GrantState state, bool isNew) => new(
        Key(number),
        Body(number, Of(state)),
        new RowLinks(Parent: (number / StatusList.EntriesInAList).ToString(CultureInfo.InvariantCulture)),
        ExpectedVersion: isNew ? 0 : null);

    private static async IAsyncEnumerable<(int Number, ReceiptStatus Status)> ReadAsync(
        IRowReader rows, int list, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parent = list.ToString(CultureInfo.InvariantCulture);
        long after = 0;
        while (await rows.ListAsync(
            Table.StatusEntries, LinkColumn.Parent, parent, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                yield return (NumberOf(row), (ReceiptStatus)row.Body.Span[1]);
            }

            after = page[^1].Ordinal;
        }
    }

    // Format byte, status byte, number big-endian.
    private static byte[] Body(int number, ReceiptStatus status)
    {
        var body = new byte[6];
        (body[0], body[1]) = (1, (byte)status);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(2), number);
        return body;
    }

    private static int NumberOf(Row row) => row.Body.Length == 6 && row.Body.Span[0] == 1
        ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(row.Body.Span[2..])
        : throw new InvalidDataException("A status row has an unknown format.");
}
