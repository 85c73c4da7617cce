using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How <see cref="RegisterFacts"/> rest in <see cref="Table.RegisterFacts"/>; key = the resident.</summary>
public static class RegisterRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(ResidentId resident) => new(Table.RegisterFacts, resident.ToString());

    /// <summary>Reads them; <see cref="RegisterFacts.Nothing"/> when there are none.</summary>
    public static async ValueTask<RegisterFacts> ReadAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.FindAsync(Key(resident), cancellationToken).ConfigureAwait(false) is { } row
            ? RowBody.Read(row.Body, RowJson.Domain.RegisterFacts) with { RowVersion = row.Version }
            : RegisterFacts.Nothing;
    }

    /// <summary>Writes them over the version they were read from.</summary>
    public static Change.Put Put(ResidentId resident, RegisterFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new Change.Put(Key(resident), RowBody.Write(facts, RowJson.Domain.RegisterFacts), ExpectedVersion: facts.RowVersion);
    }

    /// <summary>Holds in a command only while the register says what was read.</summary>
    public static IReadOnlyList<Change> Stands(ResidentId resident, RegisterFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.RowVersion == 0 ? [] : [new Change.Require(Key(resident), facts.RowVersion)];
    }
}
