using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// A source writes one version of one record. Every field rests in a cell of its own under a key of its own; the source's signed JWT is kept
/// as provenance; the entry and the rows are one transaction. There is no way back: no answer here carries content (V2 to V5).
/// </summary>
public sealed class WriteRecord(
    Custodian custodian, Recorder recorder, IRecordSchemas schemas, CertificateTrust organizations, TimeProvider clock)
{
    private readonly SourceRecordCheck check = new(schemas, organizations, clock);

    /// <summary>Verifies, types, seals and records. Throws <see cref="LedgerUnavailableException"/> when the ledger cannot be written.</summary>
    public async ValueTask<WriteRecordOutcome> RunAsync(WriteRecordInput input, SourceCaller source, CancellationToken cancellationToken)
    {
        // Authentic before meaningful: nothing is looked up in the vault for a record its caller did not sign.
        var checking = await check.RunAsync(input, source, cancellationToken);
        if (checking is not SourceRecordCheck.Result.Accepted(var signed))
        {
            return ((SourceRecordCheck.Result.No)checking).Refused;
        }

        using var root = await custodian.OpenRootAsync(input.Resident, cancellationToken);
        if (root is null)
        {
            return new WriteRecordOutcome.Refused(RecordRefusal.ResidentUnknown);
        }

        var previous = await PreviousAsync(input, source, cancellationToken);
        if (input.Record is not null && previous is null)
        {
            return new WriteRecordOutcome.Refused(RecordRefusal.RecordUnknown);
        }

        using var collection = await custodian.OpenCollectionAsync(root, input.Resident, input.Dataset, cancellationToken);
        var record = Close(input, source, signed, collection, previous?.Record);
        var written = new WriteRecordOutcome.Written(RecordIdOf(record), record.Version);

        // If power fails before this, nothing was stored and nothing was said; after it, the entry and the cells are both there.
        var recording = await recorder.RecordAsync(CommandOf(input, source, root, record, previous, written), cancellationToken);
        return recording is Recording.Done ? written : new WriteRecordOutcome.Refused(RecordRefusal.ConcurrentChange);
    }

    private StoredRecord Close(
        WriteRecordInput input, SourceCaller source, SourceRecord signed, CollectionKey collection, StoredRecord? previous)
    {
        var id = input.Record ?? RecordId.New();
        var version = (previous?.Version ?? 0) + 1;
        var cells = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (field, disclosure) in signed.Fields)
        {
            using var key = FieldKeys.Of(collection, custodian.Origin, field);
            var place = new CellPlace(input.Resident, input.Dataset, collection.Epoch, field, id, version);
            cells.Add(field, Cell.Close(custodian.Origin, place, key, disclosure.Encoded));
        }

        return new StoredRecord
        {
            V = 1,
            Record = id.ToString(),
            Version = version,
            Resident = input.Resident.ToString(),
            Dataset = input.Dataset,
            Epoch = collection.Epoch,
            Source = source.Organization.ToString(),
            Written = Instant.Format(clock.GetUtcNow()),
            DataDate = signed.DataDate?.ToString("yyyy-MM-dd"),
            SourceJwt = signed.IssuerJwt,
            Cells = cells,
        };
    }

    private async ValueTask<Previous?> PreviousAsync(WriteRecordInput input, SourceCaller source, CancellationToken cancellationToken)
    {
        if (input.Record is not { } id || await recorder.Rows.FindAsync(StoredRecord.KeyOf(id), cancellationToken) is not { } row)
        {
            return null;
        }

        // A source may renew what it wrote itself, for the same resident and dataset. Anything else looks like an unknown record.
        var record = StoredRecord.FromBytes(row.Body);
        var own = record.Source == source.Organization.ToString() && record.Resident == input.Resident.ToString() && record.Dataset == input.Dataset;
        return own ? new Previous(row, record) : null;
    }

    private Command CommandOf(
        WriteRecordInput input, SourceCaller source, ResidentRootKey root, StoredRecord record, Previous? previous,
        WriteRecordOutcome.Written written)
    {
        var link = StoredRecord.LinkOf(input.Resident, input.Dataset);
        var changes = new List<Change>
        {
            // The resident's key must still be there, so that no orphan cell is left behind (I-08).
            root.StillStands,
            new Change.Put(
                StoredRecord.KeyOf(written.Record), record.ToBytes(), new RowLinks(link, input.Resident.ToString()),
                ExpectedVersion: previous?.Row.Version ?? 0),
            CollectionWrites.One(input.Resident, input.Dataset),
        };
        if (previous is not null)
        {
            changes.Add(new Change.Put(
                StoredRecord.KeyOf(written.Record, previous.Record.Version), previous.Row.Body, new RowLinks($"{link}|older"), ExpectedVersion: 0));
        }

        changes.AddRange(input.Alongside?.Invoke(written) ?? []);
        var entry = new RecordWritten(
            clock.GetUtcNow(), written.Record, record.Version, record.Dataset, source.Organization,
            [.. record.Cells.Keys], [.. record.Cells.Values.Select(cell => Cell.Digest(cell))],
            Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(record.SourceJwt)));
        return new Command(changes, [new EntryDraft(ChainId.Resident(input.Resident), entry)]);
    }

    private static RecordId RecordIdOf(StoredRecord record) =>
        RecordId.TryParse(record.Record, out var id) ? id : throw new InvalidOperationException("A record was made without an identifier.");

    private sealed record Previous(Row Row, StoredRecord Record);
}
