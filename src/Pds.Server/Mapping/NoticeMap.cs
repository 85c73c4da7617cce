using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Pds.Ledger;
using Pds.Server.Notices;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Choices and messages between domain and wire. The numbers of the enumerations are the same.</summary>
internal static class NoticeMap
{
    /// <summary>To the wire.</summary>
    public static V1.NoticeSettings ToWire(this NoticeChoice choice, bool mailIsSetUp) => new()
    {
        Channel = (V1.NoticeChannel)choice.Channel,
        Rhythm = (V1.NoticeRhythm)choice.Rhythm,
        Kinds = { choice.Kinds.Order().Select(kind => (V1.NoticeKind)kind) },
        MailAddress = choice.Mail ?? "",
        MailAvailable = mailIsSetUp,
    };

    /// <summary>Reads a choice; false, with the member, for anything out of form.</summary>
    public static bool TryParse(
        V1.ChooseNoticeSettingsRequest wire, ResidentId resident, [NotNullWhen(true)] out NoticeChoice? choice, [NotNullWhen(false)] out string? fault)
    {
        choice = null;
        fault = !System.Enum.IsDefined((NoticeChannel)wire.Channel) ? "channel"
            : !System.Enum.IsDefined((NoticeRhythm)wire.Rhythm) ? "rhythm"
            : wire.Kinds.Any(kind => !System.Enum.IsDefined((NoticeKind)kind)) || wire.Kinds.Distinct().Count() != wire.Kinds.Count ? "kinds"
            : wire.Channel == V1.NoticeChannel.Mail != (wire.MailAddress.Length > 0) ? "mail_address"
            : wire.MailAddress.Length > 0 && !NoticeChoice.IsMail(wire.MailAddress) ? "mail_address"
            : null;
        if (fault is not null)
        {
            return false;
        }

        choice = new NoticeChoice
        {
            Resident = resident,
            Channel = (NoticeChannel)wire.Channel,
            Rhythm = (NoticeRhythm)wire.Rhythm,
            Kinds = [.. wire.Kinds.Select(kind => (NoticeKind)kind).Order()],
            Mail = wire.MailAddress.Length > 0 ? wire.MailAddress : null,
        };
        return true;
    }

    /// <summary>To the wire.</summary>
    public static V1.UndeliveredNotice ToWire(this NoticeMessage message) => new()
    {
        NoticeId = message.Id.ToString(),
        ResidentId = message.Resident.ToString(),
        MakeTime = message.MadeAt.ToTimestamp(),
        FailedTries = message.Failed,
        Fault = message.Fault ?? "",
        NextTryTime = message.GivenUp ? null : message.NextTry.ToTimestamp(),
    };
}
