using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Desk;
using Pds.Server.Mapping;
using Pds.Vault;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>VaultService: parse, act, map.</summary>
internal sealed class VaultRpc(Recorder recorder, Custodian custodian, CertificateTrust clients, Repeats repeats, Calls calls)
    : V1.VaultService.VaultServiceBase
{
    private const int MaxOpened = 50;
    private const int UsualOpened = 20;
    private const int MaxOpenedBytes = 4 * 1024 * 1024;

    public override Task<V1.WriteRecordResponse> WriteRecord(V1.WriteRecordRequest request, ServerCallContext context)
    {
        var source = Calls.OrganizationOf(context);
        Calls.Require(context, ResidentRef.TryParse(request.ResidentRef, out var reference), "resident_ref");
        Calls.Require(context, DatasetVersion.TryParse(request.Dataset, out var dataset), "dataset");
        Calls.Require(context, request.SourceRecord.Length is > 0 and <= WriteRecordInput.MaxSourceRecordLength, "source_record");
        Calls.Require(context, TermsMap.TryParseDate(request.DataDate, out var date), "data_date");
        RecordId? record = null;
        if (request.RecordId.Length > 0)
        {
            Calls.Require(context, RecordId.TryParse(request.RecordId, out var named), "record_id");
            record = named;
        }

        return repeats.OnceAsync<V1.WriteRecordResponse>(context, request, async keep =>
        {
            // A reference of another organisation and one that never existed look alike.
            var found = await ReferenceRow.FindAsync(recorder.Rows, reference, context.CancellationToken).ConfigureAwait(false);
            if (found?.Organization != source.Id)
            {
                throw Calls.No(context, Wire.NotFound, "resident_ref");
            }

            var write = new WriteRecord(custodian, recorder, new CatalogueSchemas(recorder.Rows), clients, recorder.Clock);
            var input = new WriteRecordInput(
                found.Resident, dataset.ToString(), request.SourceRecord, date, record, written => keep.With(ToWire(written)));
            var outcome = await write.RunAsync(input, new SourceCaller(source.Id, source.CallKey!), context.CancellationToken).ConfigureAwait(false);
            return outcome is WriteRecordOutcome.Written written ? ToWire(written) : throw No(context, (WriteRecordOutcome.Refused)outcome);
        });
    }

    public override async Task<V1.ListRecordsResponse> ListRecords(V1.ListRecordsRequest request, ServerCallContext context)
    {
        var resident = Calls.ResidentOf(context).Resident;
        Calls.Require(context, request.Dataset.Length == 0 || DatasetVersion.TryParse(request.Dataset, out _), "dataset");
        var page = calls.PageOf(context, request.PageSize, request.PageToken, request.Dataset);
        var list = new ListRecords(custodian, recorder.Rows).RunAsync(
            resident, request.Dataset.Length == 0 ? null : request.Dataset, withValues: false, page.After, page.Fetch, context.CancellationToken);

        // Summaries only: the sealed records themselves pass by.
        var fetched = await list.Select(record => (Summary: ToWire(record), record.Ordinal)).ToListAsync(context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, record => record.Ordinal, request.Dataset);
        return new V1.ListRecordsResponse { Records = { rows.Select(row => row.Summary) }, NextPageToken = next };
    }

    // The custodian opens the resident's root key inside this act, which is the resident's own. A page ends where it grows large, so that what is
    // in memory at once has a bound.
    public override async Task<V1.ReadRecordsResponse> ReadRecords(V1.ReadRecordsRequest request, ServerCallContext context)
    {
        var resident = Calls.ResidentOf(context).Resident;
        Calls.Require(context, request.Dataset.Length == 0 || DatasetVersion.TryParse(request.Dataset, out _), "dataset");
        Calls.Require(context, request.PageSize is >= 0 and <= MaxOpened, "page_size");
        var page = calls.PageOf(context, request.PageSize == 0 ? UsualOpened : request.PageSize, request.PageToken, request.Dataset);
        var list = new ListRecords(custodian, recorder.Rows).RunAsync(
            resident, request.Dataset.Length == 0 ? null : request.Dataset, withValues: true, page.After, page.Fetch, context.CancellationToken);
        var (answer, bytes, last) = (new V1.ReadRecordsResponse(), 0, 0L);
        var masked = Calls.SeesMasked(context);
        await foreach (var record in list.ConfigureAwait(false))
        {
            var opened = new V1.OpenedRecord
            {
                Summary = ToWire(record),
                Values = { record.Values.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new V1.FieldValue { Name = one.Key, ValueJson = masked ? Masked.Of(one.Value) : one.Value.GetRawText() }) },
            };
            bytes += opened.CalculateSize();
            if (answer.Records.Count == page.Size || (bytes > MaxOpenedBytes && answer.Records.Count > 0))
            {
                answer.NextPageToken = calls.TokenAfter(context, last, request.Dataset);
                break;
            }

            answer.Records.Add(opened);
            last = record.Ordinal;
        }

        return answer;
    }

    private static V1.WriteRecordResponse ToWire(WriteRecordOutcome.Written written) =>
        new() { RecordId = written.Record.ToString(), RecordVersion = written.Version };

    private static V1.RecordSummary ToWire(ListedRecord record) => new()
    {
        RecordId = record.Stored.Record,
        RecordVersion = record.Stored.Version,
        Dataset = record.Stored.Dataset,
        Source = record.Stored.Source,
        WriteTime = Instant.TryParse(record.Stored.Written, out var at) ? at.ToTimestamp() : null,
        DataDate = record.Stored.DataDate ?? "",
        Fields = { record.Stored.Cells.Keys.Order(StringComparer.Ordinal) },
        SourceJwtSha256 = ByteString.CopyFrom(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(record.Stored.SourceJwt))),
    };

    private static RpcException No(ServerCallContext context, WriteRecordOutcome.Refused refused) => refused.Why switch
    {
        RecordRefusal.ResidentUnknown => Calls.No(context, Wire.NotFound, "resident_ref"),
        RecordRefusal.DatasetNotValid => Calls.No(context, Wire.DatasetNotValid, "dataset"),
        RecordRefusal.SourceRecordMalformed => Calls.No(context, Wire.RecordNotAccepted, "source_record"),
        RecordRefusal.SourceSignatureNotAccepted => Calls.No(context, Wire.SourceSignatureNotAccepted, "source_record"),
        RecordRefusal.FieldNotAccepted => Calls.No(context, Wire.RecordNotAccepted, refused.Field ?? "source_record"),
        RecordRefusal.RecordUnknown => Calls.No(context, Wire.NotFound, "record_id"),
        RecordRefusal.ConcurrentChange => Calls.No(context, Wire.ConcurrentChange),
    };
}
