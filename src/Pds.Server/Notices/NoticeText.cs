using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Resources;

namespace Pds.Server.Notices;

/// <summary>
/// The words of a message. It holds who, what kind of thing, how many, and where to look; never a value, and not even the name of a kind of data: a
/// mail travels in clear and a letter lies on a table.
/// </summary>
internal sealed class NoticeText(IRowReader rows, ServerOptions options)
{
    private const int MaxNameLength = 40;

    private const string LetterStyle =
        "@page{size:A4;margin:25mm}body{font:16pt/1.9 'Noto Sans CJK JP','Noto Sans JP',sans-serif;color:#000;max-width:42rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}"
        + "h1{font-size:20pt}li{margin:.6em 0}.soft{font-size:12pt}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly ServerTexts Texts = ServerTexts.Notices;

    /// <summary>The subject of a mail: the same whatever it tells.</summary>
    public string Subject => Texts.Format("subject", options.City);

    /// <summary>The text of a mail.</summary>
    public async ValueTask<string> MailAsync(NoticeMessage message, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().Append(Texts["hello"]).Append("\n\n");
        foreach (var line in message.Lines)
        {
            text.Append("・").Append(await LineAsync(line, cancellationToken).ConfigureAwait(false)).Append('\n');
        }

        return text.Append('\n').Append(Texts["look"]).Append('\n').Append(options.PagesAddress).Append("\n\n")
            .Append(Texts["no-values"]).Append('\n').Append(Texts["change"]).Append("\n\n").Append(options.CityContact).Append('\n').ToString();
    }

    /// <summary>A letter to be printed: one page of HTML without scripts, on A4, large.</summary>
    public async ValueTask<string> LetterAsync(NoticeMessage message, CancellationToken cancellationToken)
    {
        var html = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>{Encode(Subject)}</title><style>{LetterStyle}</style></head><body>")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Encode(CivilText.Date(TokyoTime.DateOf(message.MadeAt)))}　{Encode(message.Id.ToString())}</p>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Encode(Subject)}</h1><p>{Encode(Texts["hello"])}</p><ul>");
        foreach (var line in message.Lines)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{Encode(await LineAsync(line, cancellationToken).ConfigureAwait(false))}</li>");
        }

        return html.Append(CultureInfo.InvariantCulture, $"</ul><p>{Encode(Texts["letter.look"])}</p><p>{Encode(Texts["no-values"])}</p>")
            .Append(CultureInfo.InvariantCulture, $"<p>{Encode(options.CityContact)}</p></body></html>").ToString();
    }

    private async ValueTask<string> LineAsync(NoticeLine line, CancellationToken cancellationToken)
    {
        var key = "line." + NoticeKinds.NameOf(line.Kind);
        return line.Who is { } who
            ? Texts.Format(key, await NameAsync(who, cancellationToken).ConfigureAwait(false), line.Count)
            : Texts.Format(key, line.Count);
    }

    // A name is somebody else's text: without line breaks and marks that turn the direction of writing it cannot become a second line.
    private async ValueTask<string> NameAsync(OrganizationId id, CancellationToken cancellationToken)
    {
        var name = (await OrganizationRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false))?.NameJa ?? Texts["somebody"];
        var clean = string.Concat(name.Where(letter => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse)));
        return clean.Length <= MaxNameLength ? clean : clean[..MaxNameLength] + "…";
    }

    private static string Encode(string text) => Encoder.Encode(text);
}
