using LiteDB;
using Pds.Cryptography;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Pds.Client;

/// <summary>The recipient's receipts on its own disk, in LiteDB: small, single-user, and rebuildable from the server at any time.</summary>
/// <remarks>
/// A row is {_id: grant id, body: sealed bytes}; the body is sealed under a key of the identity's key file with the grant id as
/// context, so rows cannot be swapped and a copied book says no more than how many grants there are. Beside them stands the newest
/// checkpoint seen, in clear: it is public and carries the log's signature. LiteDB may lose the last write in a crash; that is why
/// nothing here is of record and <see cref="PdsClient.RebuildReceiptBookAsync"/> exists.
/// </remarks>
public sealed class ReceiptBook : IDisposable
{
    private const int MaxListed = 10_000;
    private const string CheckpointRow = "checkpoint";
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<BsonDocument> _rows;
    private readonly ILiteCollection<BsonDocument> _log;
    private readonly SecretBytes _key;

    /// <summary>Opens or makes the book. <paramref name="key"/> (32 bytes) is owned by the book from here on.</summary>
    /// <param name="file">Path of the LiteDB file; made readable by its owner only.</param>
    /// <param name="key">Seals the rows.</param>
    public ReceiptBook(string file, SecretBytes key)
    {
        _key = key;
        OwnerOnly.Touch(file);
        OwnerOnly.Touch(Path.ChangeExtension(file, null) + "-log.db"); // LiteDB's own log, which it would make readable by others
        _database = new LiteDatabase(new ConnectionString { Filename = file, Connection = ConnectionType.Direct });
        _rows = _database.GetCollection("receipts");
        _log = _database.GetCollection("log");
    }

    /// <summary>How many grants the book knows.</summary>
    public int Count => _rows.Count();

    /// <summary>The newest checkpoint this organisation accepted, as the log signed it; null before the first.</summary>
    public string? NewestCheckpoint => _log.FindById(CheckpointRow)?["note"] is { IsString: true } note ? note.AsString : null;

    /// <summary>Writes or replaces the receipt of one grant.</summary>
    public void Keep(KeptReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var plain = JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptBookJson.Default.KeptReceipt);
        _rows.Upsert(new BsonDocument
        {
            ["_id"] = receipt.GrantId,
            ["body"] = Seal.Close(_key, Context(receipt.GrantId), plain),
        });
        // If the power fails here the row may be missing; the server still has the receipt, and a rebuild brings it back.
        _database.Checkpoint();
    }

    /// <summary>The receipt of a grant, or null when the book has none or the row does not open (moved, damaged, foreign).</summary>
    public KeptReceipt? Find(string grantId) =>
        _rows.FindById(grantId) is { } row ? Open(row) : null;

    /// <summary>All readable receipts, by grant id, at most 10,000.</summary>
    public IReadOnlyList<KeptReceipt> All() =>
        [.. _rows.Query().OrderBy("_id").Limit(MaxListed).ToEnumerable().Select(Open).OfType<KeptReceipt>()];

    /// <summary>Removes a grant's receipt, when the consent has ended and the retention period is over.</summary>
    public bool Forget(string grantId) => _rows.Delete(grantId);

    /// <summary>Removes every receipt: the first step of a rebuild. What was seen of the log stays.</summary>
    public void Clear() => _rows.DeleteAll();

    /// <summary>Writes the newest checkpoint. If the power fails before it is on the disk, an older one stands there: forks since then
    /// may go unnoticed, none is invented.</summary>
    internal void KeepCheckpoint(string note) => _log.Upsert(new BsonDocument { ["_id"] = CheckpointRow, ["note"] = note });

    /// <inheritdoc/>
    public void Dispose()
    {
        _database.Dispose();
        _key.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ReceiptBook);

    private KeptReceipt? Open(BsonDocument row) =>
        row["_id"] is { IsString: true } id && row["body"] is { IsBinary: true } body
        && Seal.TryOpen(_key, Context(id.AsString), body.AsBinary, out var plain)
            ? JsonSerializer.Deserialize(plain, ReceiptBookJson.Default.KeptReceipt)
            : null;

    private static byte[] Context(string grantId) => LengthPrefixed.Of(Labels.ReceiptBook, grantId);
}
