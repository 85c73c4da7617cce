using System.Text.Json;
using System.Text.Json.Serialization;
using MimeKit;
using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>How one resident is told, and how far her history was looked at for it.</summary>
internal sealed record NoticeChoice
{
    /// <summary>The longest mail address, in characters (RFC 5321 section 4.5.3.1.3).</summary>
    public const int MaxMailLength = 254;

    /// <summary>Whose.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Where to.</summary>
    public NoticeChannel Channel { get; init; } = NoticeChannel.None;

    /// <summary>How often.</summary>
    public NoticeRhythm Rhythm { get; init; } = NoticeRhythm.Weekly;

    /// <summary>Of what.</summary>
    public IReadOnlyList<NoticeKind> Kinds { get; init; } = NoticeKinds.All;

    /// <summary>Her mail address; null unless the channel is mail.</summary>
    public string? Mail { get; init; }

    /// <summary>Since when she is told; what happened before is not.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The last entry of her chain that was looked at; -1 for none.</summary>
    public long Read { get; init; } = -1;

    /// <summary>The last Tokyo day on which days to come were looked at.</summary>
    public DateOnly Looked { get; init; }

    /// <summary>When she was last reminded.</summary>
    public DateTimeOffset? Reminded { get; init; }

    /// <summary>Version of the row; 0 when she never chose.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position among those who are told.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether she wants to be told of this.</summary>
    public bool Wants(NoticeKind kind) => Channel != NoticeChannel.None && Kinds.Contains(kind);

    /// <summary>One plain address of ASCII letters, such as <c>hanako@example.jp</c>: no name beside it, no line break, no second one.</summary>
    public static bool IsMail(string text) =>
        text.Length is >= 3 and <= MaxMailLength && text.All(letter => letter is > ' ' and <= '~' and not (',' or ';' or '<' or '>' or '"' or '(' or ')' or '\\'))
            && text.Count(letter => letter == '@') == 1 && MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text;

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(NoticeChoice);
}

/// <summary>How a choice rests in <see cref="Table.NoticeChoices"/>: key and parent the resident, other <c>told</c> while she is told anything.</summary>
internal static class NoticeChoiceRow
{
    private const string Told = "told";

    /// <summary>Her choice; the usual one, with row version 0, when she never chose.</summary>
    public static async ValueTask<NoticeChoice> FindAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(resident), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : new NoticeChoice { Resident = resident };

    /// <summary>Those who are told, a page; a row changed at rest holds up nobody behind it.</summary>
    public static ValueTask<RowPage> SweepToldAsync(IRowReader rows, long after, int limit, CancellationToken cancellationToken) =>
        rows.SweepAsync(Table.NoticeChoices, LinkColumn.Other, Told, after, limit, cancellationToken);

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(NoticeChoice choice) => new(
        Key(choice.Resident),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, choice.Resident.ToString(), choice.Channel, choice.Rhythm, choice.Kinds, choice.Mail, choice.Since, choice.Read, choice.Looked, choice.Reminded),
            NoticeJson.Default.Body),
        new RowLinks(choice.Resident.ToString(), choice.Channel == NoticeChannel.None ? null : Told),
        ExpectedVersion: choice.RowVersion);

    /// <summary>Reads a row.</summary>
    public static NoticeChoice From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, NoticeJson.Default.Body) is { V: 1 } body && ResidentId.TryParse(body.Resident, out var resident)
            ? new NoticeChoice
            {
                Resident = resident, Channel = body.Channel, Rhythm = body.Rhythm, Kinds = body.Kinds, Mail = body.Mail, Since = body.Since,
                Read = body.Read, Looked = body.Looked, Reminded = body.Reminded, RowVersion = row.Version, Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A notice choice's row has an unknown format.");

    private static RowKey Key(ResidentId resident) => new(Table.NoticeChoices, resident.ToString());

    internal sealed record Body(
        int V, string Resident, NoticeChannel Channel, NoticeRhythm Rhythm, IReadOnlyList<NoticeKind> Kinds, string? Mail, DateTimeOffset Since, long Read,
        DateOnly Looked, DateTimeOffset? Reminded);
}

/// <summary>Generated JSON of rows about notices. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NoticeChoiceRow.Body))]
[JsonSerializable(typeof(WaitingNoticeRow.Body), TypeInfoPropertyName = "WaitingBody")]
[JsonSerializable(typeof(NoticeMessageRow.Body), TypeInfoPropertyName = "MessageBody")]
internal sealed partial class NoticeJson : JsonSerializerContext;
