using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using Pds.Server.Sessions;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>ConsentService: parse, act, map.</summary>
internal sealed class ConsentRpc(
    Recorder recorder, ConsentActs acts, Authentication authentication, Repeats repeats, Calls calls, RefusalLog refusals) : V1.ConsentService.ConsentServiceBase
{
    public override Task<V1.ConsentRequest> RequestConsent(V1.RequestConsentRequest request, ServerCallContext context)
    {
        Calls.Require(context, ResidentRef.TryParse(request.ResidentRef, out var reference), "resident_ref");
        Calls.Require(context, request.Items.Count is >= 1 and <= ConsentRequest.MaxItems, "items");
        var items = new List<AskedItem>();
        foreach (var (index, one) in request.Items.Index())
        {
            Calls.Require(context, ConsentMap.TryParse(one, out var item), $"items[{index}]");
            items.Add(item);
        }

        return repeats.OnceAsync<V1.ConsentRequest>(context, request, async keep => Calls.ValueOf(
            context,
            await RequestAsync(
                new RequestConsentInput(Calls.OrganizationOf(context).Id, reference, items, keep.Claim()),
                context).ConfigureAwait(false)).ToWire(),
            async entry => (await acts.Retell.RequestAsync(reference, entry, context.CancellationToken).ConfigureAwait(false)).ToWire());
    }

    // Who asks above the ceilings is refused before the resident sees it, and the city's review has a right to know (FEATURES C16, Q11).
    private async ValueTask<Outcome<RequestView>> RequestAsync(RequestConsentInput input, ServerCallContext context)
    {
        var outcome = await acts.RequestConsent.RunAsync(input, context.CancellationToken).ConfigureAwait(false);
        if (outcome is Outcome<RequestView>.Refused { Reason: var reason } && reason.IsAboveCeilings())
        {
            await refusals.RefuseCallAsync(input.Recipient, context.Method, reason.Code(), cancellationToken: context.CancellationToken).ConfigureAwait(false);
        }

        return outcome;
    }

    public override async Task<V1.ListRequestsResponse> ListRequests(V1.ListRequestsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var list = new ListRequests(recorder.Rows);
        var fetched = CallFacts.Of(context).Caller is Caller.ResidentCaller resident
            ? await list.OfResidentAsync(resident.Resident, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false)
            : await list.OfRecipientAsync(Calls.OrganizationOf(context).Id, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, view => view.Request.Ordinal);
        return new V1.ListRequestsResponse { Requests = { rows.Select(ConsentMap.ToWire) }, NextPageToken = next };
    }

    public override async Task<V1.ConsentDocument> GetConsentDocument(V1.GetConsentDocumentRequest request, ServerCallContext context)
    {
        var grant = GrantOf(context, request.GrantId);
        Calls.Require(context, ConsentMap.TryParse(request.Choices, out var choices), "choices");
        var prepared = Calls.ValueOf(context, await acts.PrepareDocument
            .RunAsync(Calls.ResidentOf(context).Resident, grant, choices, Calls.UnderOf(context), context.CancellationToken).ConfigureAwait(false));
        return new V1.ConsentDocument
        {
            Document = ByteString.CopyFrom(prepared.Document.Bytes),
            ConsentDigest = ByteString.CopyFrom(prepared.Document.Digest),
            ExpireTime = prepared.SignBefore.ToTimestamp(),
        };
    }

    public override Task<V1.GrantResponse> Grant(V1.GrantRequest request, ServerCallContext context)
    {
        var grant = GrantOf(context, request.GrantId);
        Calls.Require(context, request.Document.Length is > 0 and <= ConsentDocument.MaxBytes, "document");
        Calls.Require(context, WillMap.TryParse(request.Evidence, out var evidence), "evidence");
        var version = Calls.VersionOf(context, request.Etag);
        var resident = Calls.ResidentOf(context).Resident;
        return repeats.OnceAsync<V1.GrantResponse>(context, request, async keep =>
        {
            await RequireNoOwnOfficeAsync(context, resident, grant).ConfigureAwait(false);
            var given = Calls.ValueOf(context, await acts.GrantConsent.RunAsync(
                new GrantConsentInput
                {
                    Resident = resident,
                    Grant = grant,
                    Document = request.Document.Memory,
                    Evidence = evidence!,
                    RowVersion = version,
                    Acting = Calls.ActingOf(context),
                    Under = Calls.UnderOf(context),
                    Visit = Calls.VisitOf(context)?.Open.Id.ToString(),
                    Alongside = keep.Claim(),
                },
                context.CancellationToken).ConfigureAwait(false));
            return new V1.GrantResponse { Consent = given.Consent.Grant.ToWire(), Receipt = given.Receipt.ToWire(withShare: false) };
        },
        async _ => new V1.GrantResponse
        {
            Receipt = Calls.ValueOf(context, await acts.GetReceipt.ForResidentAsync(resident, grant, context.CancellationToken).ConfigureAwait(false))
                .ToWire(withShare: false),
            Consent = (await GrantRow.FindAsync(recorder.Rows, grant, context.CancellationToken).ConfigureAwait(false))!.ToWire(),
        });
    }

    // A clerk helps nobody to agree to what her own office asks. Another's consent is not looked at: the act says that there is none.
    private async ValueTask RequireNoOwnOfficeAsync(ServerCallContext context, ResidentId resident, GrantId grant)
    {
        if (Calls.VisitOf(context) is { } visit
            && await GrantRow.FindAsync(recorder.Rows, grant, context.CancellationToken).ConfigureAwait(false) is { } asked
            && asked.Resident == resident && visit.Clerk.WorksFor(asked.Recipient))
        {
            throw Calls.No(context, V1.RefusalReason.OwnOffice);
        }
    }

    public override Task<V1.DeclineResponse> Decline(V1.DeclineRequest request, ServerCallContext context)
    {
        var act = ActOf(context, request.GrantId, request.Etag);
        return repeats.OnceAsync<V1.DeclineResponse>(context, request, async keep =>
        {
            var declined = Calls.ValueOf(
                context,
                await acts.DeclineConsent.RunAsync(act with { Alongside = keep.Claim() }, context.CancellationToken).ConfigureAwait(false));
            return Declined(declined);
        },
        async entry => Declined(await acts.Retell.ActAsync(act.Grant, ActKind.Refuse, entry, context.CancellationToken).ConfigureAwait(false)));
    }

    public override Task<V1.ConsentActResponse> Pause(V1.PauseRequest request, ServerCallContext context) =>
        OnceAsync(context, request, ActKind.Pause, ActOf(context, request.GrantId, request.Etag), acts.PauseConsent.RunAsync);

    // Going on is a start. A device signed this very message with the resident's key; in a session the host did, and that is not enough.
    public override Task<V1.ConsentActResponse> Resume(V1.ResumeRequest request, ServerCallContext context)
    {
        var act = ActOf(context, request.GrantId, request.Etag);
        if (Calls.ResidentOf(context).Through is not Via.Session session)
        {
            Calls.Require(context, request.Evidence is null, "evidence");
            Calls.Require(context, request.Challenge.Length == 0, "challenge");
            return OnceAsync(context, request, ActKind.Resume, act, acts.ResumeConsent.RunAsync);
        }

        if (request.Evidence is null)
        {
            throw Calls.No(context, V1.RefusalReason.EvidenceNotAccepted, "evidence");
        }

        Calls.Require(context, WillMap.TryParse(request.Evidence, out var evidence), "evidence");
        return OnceAsync(context, request, ActKind.Resume, act with { ActedBy = null }, async (mine, cancellationToken) =>
        {
            var now = recorder.Clock.GetUtcNow();
            if (await SignInRow.FindAsync(recorder.Rows, request.Challenge, session.Live.Host, now, cancellationToken).ConfigureAwait(false) is not { } begun)
            {
                return RefusalReason.ChallengeNotAccepted;
            }

            var document = ActDocument.Resume(recorder.Origin, mine.Grant, request.Etag, request.Challenge);
            return await acts.ResumeConsent.RunAsync(
                mine with { Alongside = [.. mine.Alongside, begun.Use] }, document, evidence!, begun.MadeAt, cancellationToken).ConfigureAwait(false);
        });
    }

    // Stopping must not fail for a stale read: an empty etag means whatever stands. The consent is denied on this node from the moment the
    // message is known to be hers; a clock or a disk that keeps the rest from being done keeps the latch and not the consent (I-06).
    public override async Task<V1.ConsentActResponse> Withdraw(V1.WithdrawRequest request, ServerCallContext context)
    {
        using var hold = GrantId.TryParse(request.GrantId, out var grant)
            ? await acts.WithdrawConsent.HoldAsync(Calls.ResidentOf(context).Resident, grant, context.CancellationToken).ConfigureAwait(false)
            : null;
        if (CallFacts.Of(context).Unused is { } proof
            && await authentication.FirstUseAsync(proof, context.CancellationToken).ConfigureAwait(false) is { } why)
        {
            throw Calls.No(context, why);
        }

        try
        {
            var act = new ResidentAct
            {
                Resident = Calls.ResidentOf(context).Resident,
                Grant = GrantOf(context, request.GrantId),
                RowVersion = request.Etag.Length == 0 ? null : Calls.VersionOf(context, request.Etag),
                ActedBy = Calls.CarriedBy(context),
                Acting = Calls.ActingOf(context),
            };
            var answer = await OnceAsync(context, request, ActKind.Withdraw, act, acts.WithdrawConsent.RunAsync).ConfigureAwait(false);
            hold?.Release();
            return answer;
        }
        catch (RpcException)
        {
            // The act said no, so it is durably known that nothing was withdrawn. Any other failure leaves the hold behind.
            hold?.Release();
            throw;
        }
    }

    public override async Task<V1.Receipt> GetReceipt(V1.GetReceiptRequest request, ServerCallContext context)
    {
        var grant = GrantOf(context, request.GrantId);
        return CallFacts.Of(context).Caller is Caller.ResidentCaller resident
            ? Calls.ValueOf(
                context,
                await acts.GetReceipt.ForResidentAsync(resident.Resident, grant, context.CancellationToken).ConfigureAwait(false)).ToWire(withShare: false)
            : Calls.ValueOf(
                context,
                await acts.GetReceipt.ForRecipientAsync(Calls.OrganizationOf(context).Id, grant, context.CancellationToken)
                    .ConfigureAwait(false)).ToWire(withShare: true);
    }

    public override async Task<V1.ListConsentsResponse> ListConsents(V1.ListConsentsRequest request, ServerCallContext context)
    {
        Calls.Require(context, ConsentMap.TryParse(request.State, out var state), "state");
        var page = calls.PageOf(context, request.PageSize, request.PageToken, request.State.ToString());
        var list = new ListConsents(recorder.Rows);
        var resident = CallFacts.Of(context).Caller as Caller.ResidentCaller;
        var fetched = resident is not null
            ? await list.OfResidentAsync(resident.Resident, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false)
            : await list.OfRecipientAsync(Calls.OrganizationOf(context).Id, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, view => view.Grant.Ordinal, request.State.ToString());
        return new V1.ListConsentsResponse
        {
            Consents = { rows.Where(view => state is null || view.Grant.State == state).Select(view => resident is null ? view.Grant.ToWire() : view.Grant.ToWireOfResident()) },
            NextPageToken = next,
        };
    }

    private static GrantId GrantOf(ServerCallContext context, string text)
    {
        Calls.Require(context, GrantId.TryParse(text, out var grant), "grant_id");
        return grant;
    }

    private static ResidentAct ActOf(ServerCallContext context, string grant, string etag) => new()
    {
        Resident = Calls.ResidentOf(context).Resident,
        Grant = GrantOf(context, grant),
        RowVersion = Calls.VersionOf(context, etag),
        ActedBy = Calls.CarriedBy(context),
        Acting = Calls.ActingOf(context),
    };

    private static V1.DeclineResponse Declined(ConsentAct act) =>
        new() { Consent = act.Grant.ToWire(), ActReceipt = act.ActReceipt, Evidence = act.Entry.ToWire() };

    private Task<V1.ConsentActResponse> OnceAsync(
        ServerCallContext context, IMessage request, ActKind kind, ResidentAct act,
        Func<ResidentAct, CancellationToken, ValueTask<Outcome<ConsentAct>>> run) =>
        repeats.OnceAsync<V1.ConsentActResponse>(
            context,
            request,
            async keep => Calls.ValueOf(
                context, await run(act with { Alongside = keep.Claim() }, context.CancellationToken).ConfigureAwait(false)).ToWire(),
            async entry => (await acts.Retell.ActAsync(act.Grant, kind, entry, context.CancellationToken).ConfigureAwait(false)).ToWire());
}
