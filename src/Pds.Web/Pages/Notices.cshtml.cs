using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>「お知らせの受け取り方」: how, how often and of what she is told.</summary>
internal sealed class NoticesModel(Resident resident) : PageModel
{
    /// <summary>How often, in the order shown.</summary>
    public static IReadOnlyList<NoticeRhythm> Rhythms { get; } = [NoticeRhythm.AtOnce, NoticeRhythm.Daily, NoticeRhythm.Weekly];

    /// <summary>Of what, in the order shown.</summary>
    public static IReadOnlyList<NoticeKind> Kinds { get; } = [.. Enum.GetValues<NoticeKind>().Where(kind => kind != NoticeKind.Unspecified)];

    public NoticeSettings Settings { get; private set; } = new();

    /// <summary>How: mail only where the city sends any.</summary>
    public IReadOnlyList<NoticeChannel> Channels =>
        Settings.MailAvailable ? [NoticeChannel.None, NoticeChannel.Mail, NoticeChannel.Letter] : [NoticeChannel.None, NoticeChannel.Letter];

    public bool IsSaved { get; private set; }

    public bool IsWrong { get; private set; }

    public async Task OnGetAsync(string? saved)
    {
        Settings = await (await resident.SessionAsync()).GetNoticeSettingsAsync(HttpContext.RequestAborted);
        IsSaved = saved is not null;
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] NoticeChannel channel, [FromForm] NoticeRhythm rhythm, [FromForm] List<NoticeKind> kinds, [FromForm] string? mail,
        [FromForm(Name = "request_id")] string requestId)
    {
        var session = await resident.SessionAsync();
        var wanted = new NoticeSettings
        {
            Channel = channel, Rhythm = rhythm, Kinds = { kinds.Distinct() }, MailAddress = channel == NoticeChannel.Mail ? (mail ?? "").Trim() : "",
        };
        try
        {
            await session.ChooseNoticeSettingsAsync(wanted, requestId, HttpContext.RequestAborted);
            return Redirect("/notices?saved=1");
        }
        catch (PdsException refused) when (refused.Reason == "INVALID_ARGUMENT" && channel == NoticeChannel.Mail)
        {
            (Settings, IsWrong) = (wanted, true);
            Settings.MailAvailable = true;
            return Page();
        }
    }
}
