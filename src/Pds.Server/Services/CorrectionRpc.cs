using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Corrections;
using Pds.Server.Edge;
using Pds.Vault;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>CorrectionService: parse, act, map.</summary>
internal sealed class CorrectionRpc(Recorder recorder, Custodian custodian, Repeats repeats, Calls calls) : V1.CorrectionService.CorrectionServiceBase
{
    private readonly Statements statements = new(custodian);

    public override Task<V1.Correction> AskCorrection(V1.AskCorrectionRequest request, ServerCallContext context)
    {
        Calls.Require(context, RecordId.TryParse(request.RecordId, out var record), "record_id");
        Calls.Require(context, FieldDefinition.IsName(request.Field), "field");
        Calls.Require(context, request.StatementJa.Length > 0 && AreWords(request.StatementJa), "statement_ja");
        var resident = Calls.ResidentOf(context).Resident;
        V1.Correction Answer(Correction asked) => Bare(asked, request.StatementJa, "", forResident: true);
        return repeats.OnceAsync<V1.Correction>(context, request, async keep => Answer(Calls.ValueOf(
            context,
            await new AskCorrection(recorder, statements).RunAsync(
                resident, record, request.Field, request.StatementJa, Calls.CarriedBy(context), Calls.ActingOf(context), asked => keep.With(Answer(asked)),
                context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListCorrectionsResponse> ListCorrections(V1.ListCorrectionsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var resident = (CallFacts.Of(context).Caller as Caller.ResidentCaller)?.Resident;
        var fetched = resident is { } her
            ? await CorrectionRow.OfResidentAsync(recorder.Rows, her, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false)
            : await CorrectionRow.OfSourceAsync(recorder.Rows, Calls.OrganizationOf(context).Id, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, one => one.Ordinal);
        var answer = new V1.ListCorrectionsResponse { NextPageToken = next };
        foreach (var one in rows)
        {
            if (await ToWireAsync(one, forResident: resident is not null, context.CancellationToken).ConfigureAwait(false) is { } wire)
            {
                answer.Corrections.Add(wire);
            }
        }

        return answer;
    }

    public override Task<V1.Correction> DecideCorrection(V1.DecideCorrectionRequest request, ServerCallContext context)
    {
        Calls.Require(context, CorrectionId.TryParse(request.CorrectionId, out var id), "correction_id");
        Calls.Require(context, request.Outcome is V1.CorrectionState.Corrected or V1.CorrectionState.Refused, "outcome");
        var corrected = request.Outcome == V1.CorrectionState.Corrected;
        Calls.Require(context, AreWords(request.ReasonJa) && (corrected || request.ReasonJa.Length > 0), "reason_ja");
        var source = Calls.OrganizationOf(context).Id;
        V1.Correction Answer(Correction decided) => Bare(decided, "", request.ReasonJa, forResident: false);
        return repeats.OnceAsync<V1.Correction>(context, request, async keep => Answer(Calls.ValueOf(
            context,
            await new DecideCorrection(recorder, statements).RunAsync(
                id, source, corrected, request.ReasonJa, decided => keep.With(Answer(decided)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListCorrectedRecordsResponse> ListCorrectedRecords(V1.ListCorrectedRecordsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await CorrectedRecordRow.OfRecipientAsync(
            recorder.Rows, Calls.OrganizationOf(context).Id, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, one => one.Ordinal);
        return new V1.ListCorrectedRecordsResponse
        {
            CorrectedRecords =
            {
                rows.Select(one => new V1.CorrectedRecord
                {
                    CorrectedRecordId = one.Id.ToString(), ResidentRef = one.Reference.ToString(), Dataset = one.Dataset, CorrectTime = one.At.ToTimestamp(),
                }),
            },
            NextPageToken = next,
        };
    }

    private static bool AreWords(string text) => text.Length <= Correction.MaxWords && !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r'));

    // Null when an erasure ran meanwhile: there is nobody's case any more.
    private async ValueTask<V1.Correction?> ToWireAsync(Correction one, bool forResident, CancellationToken cancellationToken)
    {
        if (await statements.OpenAsync(one.Resident, one.Place, "asked", one.Asked, cancellationToken).ConfigureAwait(false) is not { } asked)
        {
            return null;
        }

        var reason = one.Decided is { } decided
            ? await statements.OpenAsync(one.Resident, one.Place, "decided", decided, cancellationToken).ConfigureAwait(false) ?? ""
            : "";
        var wire = Bare(one, asked, reason, forResident);
        if (!forResident)
        {
            wire.ResidentRef = (await ReferenceRow.FindAsync(recorder.Rows, one.Resident, one.Source, cancellationToken).ConfigureAwait(false))?.Ref.ToString() ?? "";
        }
        else if (await WrongAsync(one, cancellationToken).ConfigureAwait(false) is { } wrong)
        {
            wire.ReceivedBy.Add((await new ReceivedBy(recorder).RunAsync(one.Resident, wrong, one.Field, cancellationToken).ConfigureAwait(false)).Select(id => id.ToString()));
        }

        return wire;
    }

    private async ValueTask<StoredRecord?> WrongAsync(Correction one, CancellationToken cancellationToken)
    {
        foreach (var key in new[] { StoredRecord.KeyOf(one.Record, one.RecordVersion), StoredRecord.KeyOf(one.Record) })
        {
            if (await recorder.Rows.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } row && StoredRecord.FromBytes(row.Body) is var stored && stored.Version == one.RecordVersion)
            {
                return stored;
            }
        }

        return null;
    }

    private static V1.Correction Bare(Correction one, string statement, string reason, bool forResident) => new()
    {
        CorrectionId = one.Id.ToString(),
        RecordId = one.Record.ToString(),
        RecordVersion = one.RecordVersion,
        Dataset = one.Dataset,
        Source = one.Source.ToString(),
        Field = one.Field,
        StatementJa = statement,
        AskTime = one.AskedAt.ToTimestamp(),
        DueTime = one.DueAt.ToTimestamp(),
        State = (V1.CorrectionState)one.State,
        ReasonJa = reason,
        DecideTime = one.DecidedAt?.ToTimestamp(),
        CorrectedVersion = one.CorrectedVersion ?? 0,
        StatementSalt = forResident ? ByteString.CopyFrom(one.AskedSalt) : ByteString.Empty,
    };
}
