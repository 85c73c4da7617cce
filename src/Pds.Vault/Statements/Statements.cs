using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// Words about a resident that are no record, such as what she says is wrong: sealed like a cell, in a collection of their own under her root key, so
/// that they go with it. Opened only in her own act and in the act of the source she addressed them to.
/// </summary>
public sealed class Statements(Custodian custodian)
{
    // No dataset's code: those carry a version.
    private const string Collection = "statements";

    /// <summary>Seals words; null when the resident has no vault here (any more).</summary>
    /// <param name="resident">Whose.</param>
    /// <param name="place">A fresh id: what is sealed under it opens nowhere else.</param>
    /// <param name="kind">What the words are, such as <c>asked</c>.</param>
    /// <param name="words">At most <see cref="Cell.MaxContentBytes"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<byte[]?> SealAsync(ResidentId resident, RecordId place, string kind, string words, CancellationToken cancellationToken)
    {
        using var root = await custodian.OpenRootAsync(resident, cancellationToken);
        if (root is null)
        {
            return null;
        }

        using var collection = await custodian.OpenCollectionAsync(root, resident, Collection, cancellationToken);
        using var key = FieldKeys.Of(collection, custodian.Origin, kind);
        return Cell.Close(custodian.Origin, PlaceOf(resident, collection, place, kind), key, words);
    }

    /// <summary>Opens words; null when the resident has no vault here (any more).</summary>
    /// <exception cref="InvalidDataException">They do not open in their place: a damaged or moved row.</exception>
    public async ValueTask<string?> OpenAsync(ResidentId resident, RecordId place, string kind, byte[] cell, CancellationToken cancellationToken)
    {
        using var root = await custodian.OpenRootAsync(resident, cancellationToken);
        if (root is null)
        {
            return null;
        }

        using var collection = await custodian.OpenCollectionAsync(root, resident, Collection, cancellationToken);
        using var key = FieldKeys.Of(collection, custodian.Origin, kind);
        return Cell.TryOpen(custodian.Origin, PlaceOf(resident, collection, place, kind), key, cell, out var words)
            ? words
            : throw new InvalidDataException("A statement does not open in its place: a damaged or moved row.");
    }

    private static CellPlace PlaceOf(ResidentId resident, CollectionKey collection, RecordId place, string kind) =>
        new(resident, Collection, collection.Epoch, kind, place, 1);
}
