using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Ledger;
using Pds.Server.Mapping;
using Pds.Server.Notices;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>NotificationService: parse, act, map.</summary>
internal sealed class NotificationRpc(Recorder recorder, MailServer mail, NoticeText text, Repeats repeats, Calls calls)
    : V1.NotificationService.NotificationServiceBase
{
    public override async Task<V1.NoticeSettings> GetNoticeSettings(V1.GetNoticeSettingsRequest request, ServerCallContext context) =>
        (await NoticeChoiceRow.FindAsync(recorder.Rows, Calls.ResidentOf(context).Resident, context.CancellationToken).ConfigureAwait(false)).ToWire(mail.IsSetUp);

    public override Task<V1.NoticeSettings> ChooseNoticeSettings(V1.ChooseNoticeSettingsRequest request, ServerCallContext context)
    {
        if (!NoticeMap.TryParse(request, Calls.ResidentOf(context).Resident, out var wanted, out var fault))
        {
            throw Calls.Invalid(context, fault);
        }

        return repeats.OnceAsync<V1.NoticeSettings>(context, request, async keep => Calls.ValueOf(
            context,
            await new ChooseNotices(recorder, mail.IsSetUp).RunAsync(
                wanted, Calls.CarriedBy(context), Calls.ActingOf(context), chosen => keep.With(chosen.ToWire(mail.IsSetUp)), context.CancellationToken)
                .ConfigureAwait(false)).ToWire(mail.IsSetUp));
    }

    public override async Task<V1.ListLettersResponse> ListLetters(V1.ListLettersRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await NoticeMessageRow.ListAsync(
            recorder.Rows, NoticeTimes.NameOf(NoticeChannel.Letter), page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, letter => letter.Ordinal);
        var answer = new V1.ListLettersResponse { NextPageToken = next };
        foreach (var letter in rows)
        {
            answer.Letters.Add(new V1.Letter
            {
                NoticeId = letter.Id.ToString(),
                ResidentId = letter.Resident.ToString(),
                MakeTime = letter.MadeAt.ToTimestamp(),
                Html = await text.LetterAsync(letter, context.CancellationToken).ConfigureAwait(false),
            });
        }

        return answer;
    }

    public override Task<V1.MarkLetterPrintedResponse> MarkLetterPrinted(V1.MarkLetterPrintedRequest request, ServerCallContext context)
    {
        Calls.Require(context, NoticeId.TryParse(request.NoticeId, out var id), "notice_id");
        var steward = Calls.OrganizationOf(context).Id;
        var answer = new V1.MarkLetterPrintedResponse { NoticeId = id.ToString() };
        return repeats.OnceAsync<V1.MarkLetterPrintedResponse>(context, request, async keep =>
        {
            Calls.ValueOf(context, await new MarkLetterPrinted(recorder).RunAsync(id, steward, keep.With(answer), context.CancellationToken).ConfigureAwait(false));
            return answer;
        });
    }

    public override async Task<V1.ListUndeliveredResponse> ListUndelivered(V1.ListUndeliveredRequest request, ServerCallContext context)
    {
        var parent = request.GivenUp ? NoticeMessageRow.Failed : NoticeTimes.NameOf(NoticeChannel.Mail);
        var page = calls.PageOf(context, request.PageSize, request.PageToken, parent);
        var fetched = await NoticeMessageRow.ListAsync(recorder.Rows, parent, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, message => message.Ordinal, parent);
        return new V1.ListUndeliveredResponse { Notices = { rows.Where(message => message.Failed > 0).Select(message => message.ToWire()) }, NextPageToken = next };
    }
}
