using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>MandateService: parse, act, map. What may be done under a mandate is decided before any service, by the one table of methods.</summary>
internal sealed class MandateRpc(Recorder recorder, ConsentActs acts, Repeats repeats) : V1.MandateService.MandateServiceBase
{
    private const int MaxCodeLength = 64;
    private const int MaxGround = 100;

    // No request id: the answer holds a secret, which may not be kept for a repeat. A second one takes the first one's place.
    public override async Task<V1.CreateMandateCodeResponse> CreateMandateCode(V1.CreateMandateCodeRequest request, ServerCallContext context)
    {
        var made = Calls.ValueOf(
            context,
            await new MakeMandateCode(recorder).RunAsync(Calls.ResidentOf(context).Resident, request.Name, context.CancellationToken).ConfigureAwait(false));
        return new V1.CreateMandateCodeResponse { Code = made.Code, ExpireTime = made.ExpiresAt.ToTimestamp() };
    }

    public override async Task<V1.MandateDocument> GetMandateDocument(V1.GetMandateDocumentRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.Code.Length is > 0 and <= MaxCodeLength, "code");
        Calls.Require(context, MandateMap.TryParse(request.Role, out var role), "role");
        Calls.Require(context, MandateMap.TryParse(request.Acts, out var wanted), "acts");
        Calls.Require(context, TermsMap.TryParseDate(request.LastDay, out var day) && day is not null, "last_day");
        var wish = new MandateWish(role, wanted, request.Datasets, day!.Value, request.AfterDeath, request.ResidentName);
        var prepared = Calls.ValueOf(
            context,
            await acts.PrepareMandate.RunAsync(Calls.ResidentOf(context).Resident, request.Code, wish, context.CancellationToken).ConfigureAwait(false));
        return new V1.MandateDocument
        {
            MandateId = prepared.Mandate.ToString(),
            Document = ByteString.CopyFrom(prepared.Document.Bytes),
            DocumentDigest = ByteString.CopyFrom(prepared.Document.Digest),
            ExpireTime = prepared.SignBefore.ToTimestamp(),
        };
    }

    public override Task<V1.OfferMandateResponse> OfferMandate(V1.OfferMandateRequest request, ServerCallContext context)
    {
        var mandate = MandateOf(context, request.MandateId);
        Calls.Require(context, request.Document.Length is > 0 and <= MandateDocument.MaxBytes, "document");
        Calls.Require(context, WillMap.TryParse(request.Evidence, out var evidence), "evidence");
        return repeats.OnceAsync<V1.OfferMandateResponse>(context, request, async keep => Offered(Calls.ValueOf(
            context,
            await acts.OfferMandate.RunAsync(
                new OfferMandateInput
                {
                    Resident = Calls.ResidentOf(context).Resident,
                    Mandate = mandate,
                    Document = request.Document.Memory,
                    Evidence = evidence!,
                    Through = Calls.SessionOf(context).Host,
                    Alongside = made => keep.With(Offered(made)),
                },
                context.CancellationToken).ConfigureAwait(false))));
    }

    public override Task<V1.AcceptMandateResponse> AcceptMandate(V1.AcceptMandateRequest request, ServerCallContext context)
    {
        var mandate = MandateOf(context, request.MandateId);
        return repeats.OnceAsync<V1.AcceptMandateResponse>(context, request, async keep => Accepted(Calls.ValueOf(
            context,
            await new AcceptMandate(recorder).RunAsync(
                Calls.ResidentOf(context).Resident, mandate, Calls.SessionOf(context).Host, made => keep.With(Accepted(made)), context.CancellationToken)
                .ConfigureAwait(false))));
    }

    public override Task<V1.EndMandateResponse> EndMandate(V1.EndMandateRequest request, ServerCallContext context)
    {
        var mandate = MandateOf(context, request.MandateId);
        var resident = (CallFacts.Of(context).Caller as Caller.ResidentCaller)?.Resident;
        Calls.Require(
            context, resident is null ? request.Ground.Length is > 0 and <= MaxGround && !request.Ground.Any(char.IsControl) : request.Ground.Length == 0, "ground");
        var end = new EndMandate(recorder);
        return repeats.OnceAsync<V1.EndMandateResponse>(context, request, async keep => Ended(resident, Calls.ValueOf(
            context,
            resident is { } who
                ? await end.RunAsync(who, mandate, made => keep.With(Ended(resident, made)), context.CancellationToken).ConfigureAwait(false)
                : await end.RunForCityAsync(mandate, request.Ground, made => keep.With(Ended(resident, made)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListMandatesResponse> ListMandates(V1.ListMandatesRequest request, ServerCallContext context)
    {
        var (resident, now) = (Calls.ResidentOf(context).Resident, recorder.Clock.GetUtcNow());
        var mine = await MandateRow.OfResidentAsync(recorder.Rows, resident, context.CancellationToken).ConfigureAwait(false);
        var theirs = await MandateRow.OfActorAsync(recorder.Rows, resident, context.CancellationToken).ConfigureAwait(false);
        return new V1.ListMandatesResponse { Mandates = { mine.Select(one => one.ToWire(true, now)), theirs.Select(one => one.ToWire(false, now)) } };
    }

    public override Task<V1.EnterRegisterFactsResponse> EnterRegisterFacts(V1.EnterRegisterFactsRequest request, ServerCallContext context)
    {
        Calls.Require(context, ResidentId.TryParse(request.ResidentId, out var resident), "resident_id");
        Calls.Require(context, request.EvidenceDigest.Length == Sha256.Size, "evidence_digest");
        if (!MandateMap.TryParse(request, out var facts, out var field))
        {
            throw Calls.Invalid(context, field);
        }

        return repeats.OnceAsync<V1.EnterRegisterFactsResponse>(context, request, async keep =>
        {
            var answer = new V1.EnterRegisterFactsResponse();
            Calls.ValueOf(
                context,
                await new ChangeRegister(recorder).RunAsync(
                    resident, facts, request.EvidenceDigest.ToByteArray(), Calls.OrganizationOf(context).Id, keep.With(answer), context.CancellationToken)
                    .ConfigureAwait(false));
            return answer;
        });
    }

    public override async Task<V1.RegisterGuardianResponse> RegisterGuardian(V1.RegisterGuardianRequest request, ServerCallContext context)
    {
        var resident = await NamedAsync(context, request.ResidentId, request.ResidentNumber, "resident_id", "resident_number").ConfigureAwait(false);
        var guardian = await NamedAsync(context, request.GuardianId, request.GuardianNumber, "guardian_id", "guardian_number").ConfigureAwait(false);
        Calls.Require(context, MandateMap.TryParse(request.Relation, out var relation), "relation");
        Calls.Require(context, MandateMap.TryParse(request.Acts, out var wanted), "acts");
        Calls.Require(context, TermsMap.TryParseDate(request.LastDay, out var day) && day is not null, "last_day");
        Calls.Require(context, request.EvidenceDigest.Length == Sha256.Size, "evidence_digest");
        return await repeats.OnceAsync<V1.RegisterGuardianResponse>(context, request, async keep => Registered(Calls.ValueOf(
            context,
            await new RegisterGuardian(recorder).RunAsync(
                new RegisterGuardianInput
                {
                    Resident = resident,
                    Guardian = guardian,
                    Relation = relation,
                    Acts = wanted,
                    LastDay = day!.Value,
                    ResidentName = request.ResidentName,
                    GuardianName = request.GuardianName,
                    EvidenceDigest = request.EvidenceDigest.ToByteArray(),
                    By = Calls.ActingFor(context).Id,
                    Staff = Calls.PersonOf(context),
                    Alongside = made => keep.With(Registered(made)),
                },
                context.CancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    // By her id or by the number of her letter, and never by both.
    private async Task<ResidentId> NamedAsync(ServerCallContext context, string id, string number, string idField, string numberField)
    {
        if (number.Length == 0)
        {
            Calls.Require(context, ResidentId.TryParse(id, out var named), idField);
            return named;
        }

        Calls.Require(context, id.Length == 0, idField);
        Calls.Require(context, ResidentNumber.TryParse(number, out var parsed), numberField);
        return await DeskContactRow.FindAsync(recorder.Rows, parsed, context.CancellationToken).ConfigureAwait(false) is { } contact
            ? contact.Resident
            : Calls.ValueOf(context, (Outcome<ResidentId>)new Refusal(RefusalReason.NotFound, numberField));
    }

    private static MandateId MandateOf(ServerCallContext context, string text)
    {
        Calls.Require(context, MandateId.TryParse(text, out var mandate), "mandate_id");
        return mandate;
    }

    private V1.OfferMandateResponse Offered(Mandate mandate) => new() { Mandate = mandate.ToWire(true, recorder.Clock.GetUtcNow()) };

    private V1.AcceptMandateResponse Accepted(Mandate mandate) => new() { Mandate = mandate.ToWire(false, recorder.Clock.GetUtcNow()) };

    private V1.EndMandateResponse Ended(ResidentId? who, Mandate mandate) =>
        new() { Mandate = mandate.ToWire(mandate.Resident == who, recorder.Clock.GetUtcNow()) };

    private V1.RegisterGuardianResponse Registered(Mandate mandate) => new() { Mandate = mandate.ToWire(true, recorder.Clock.GetUtcNow()) };
}
