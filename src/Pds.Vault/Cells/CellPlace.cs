using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// Where one cell lives. Every part goes into the sealing context, so a cell carried to any other place — another ledger, resident,
/// collection, epoch, field, record or version — does not open there (INVARIANTS I-31).
/// </summary>
/// <param name="Resident">r: whose vault.</param>
/// <param name="Dataset">c: the collection, a dataset code with its version (<c>code@version</c>), so another schema is another place.</param>
/// <param name="Epoch">n: the collection key's epoch, from 1.</param>
/// <param name="Field">f: the field's name in the dataset.</param>
/// <param name="Record">The record.</param>
/// <param name="Version">The record's version, from 1.</param>
public readonly record struct CellPlace(ResidentId Resident, string Dataset, int Epoch, string Field, RecordId Record, int Version)
{
    /// <summary>LP(label, origin, r, c, n, f, record, version, sealed by).</summary>
    internal byte[] Context(string origin, string sealedBy) => LengthPrefixed.Of(
        Labels.VaultCell, origin, Resident.ToString(), Dataset, Epoch, Field, Record.ToString(), Version, sealedBy);

    /// <summary>Prints its own name: a place names a person.</summary>
    public override string ToString() => nameof(CellPlace);
}
