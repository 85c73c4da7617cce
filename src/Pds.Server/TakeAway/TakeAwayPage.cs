using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Resources;
using Pds.Vault;

namespace Pds.Server.TakeAway;

/// <summary>
/// The page that somebody reads without any program but a browser: all records, consents, uses and events, large, in Japanese, without a script and
/// without a network; prints on A4. Everything is encoded, and text of others stands isolated.
/// </summary>
/// <param name="page">Where it is written.</param>
/// <param name="source">What it tells.</param>
internal sealed class TakeAwayPage(StreamWriter page, TakeAwaySource source)
{
    private const string Style = """
        :root{color-scheme:light}*{box-sizing:border-box}
        body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 3rem;font:18px/1.75 "Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","BIZ UDPGothic",Meiryo,sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
        h1{font-size:1.7rem;line-height:1.4}h2{font-size:1.35rem;margin-top:2.5rem;border-bottom:3px solid #0055ad}h3{font-size:1.1rem;margin-bottom:.2rem}
        section>article{border:1px solid #767676;border-radius:.75rem;padding:.9rem 1.1rem;margin:1rem 0;break-inside:avoid}article>:first-child{margin-top:0}
        dl{margin:.5rem 0}dt{color:#4d4d4d;font-size:.9rem;font-weight:700}dd{margin:0 0 .6rem}p{margin:.4rem 0}.soft{color:#4d4d4d;font-size:.9rem}a{color:#0055ad}
        li{margin:.3rem 0}nav a{display:inline-block;min-height:2.75rem;padding:.4rem .2rem;margin-right:1rem}
        @page{size:A4;margin:16mm}@media print{body{font-size:13pt;max-width:none;padding:0}nav{display:none}a{color:inherit;text-decoration:none}}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly ServerTexts Texts = ServerTexts.TakeAway;

    /// <summary>Writes the whole page.</summary>
    public async ValueTask WriteAsync(string city, string contact, CancellationToken cancellationToken)
    {
        await HeadAsync(city, contact).ConfigureAwait(false);
        await SectionAsync("records", source.ReadRecordsAsync(cancellationToken), record => RecordAsync(record, cancellationToken)).ConfigureAwait(false);
        await SectionAsync("consents", source.ReadConsentsAsync(cancellationToken), consent => ConsentAsync(consent, cancellationToken)).ConfigureAwait(false);
        await SectionAsync("uses", source.ReadUsesAsync(cancellationToken), use => UseAsync(use, cancellationToken)).ConfigureAwait(false);
        await SectionAsync("history", source.ReadHistoryAsync(cancellationToken), HistoryAsync).ConfigureAwait(false);
        await page.WriteAsync("<section id=\"check\"><h2>" + Text("check") + "</h2>").ConfigureAwait(false);
        foreach (var key in new[] { "check.text", "check.records", "check.log", "check.label", "check.manifest" })
        {
            await page.WriteAsync($"<p>{Text(key)}</p>").ConfigureAwait(false);
        }

        await page.WriteAsync("</section></body></html>\n").ConfigureAwait(false);
        await page.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask HeadAsync(string city, string contact)
    {
        await page.WriteAsync($"""
            <!doctype html>
            <html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>{Text("title")}</title>
            <style>{Style}</style></head><body>
            <h1>{Text("title")}</h1>
            <p>{Format("lead", city, CivilText.Instant(MadeAt))}</p><p>{Text("care")}</p><p class="soft">{Format("contact", contact)}</p>
            <nav>
            """).ConfigureAwait(false);
        foreach (var section in new[] { "records", "consents", "uses", "history", "check" })
        {
            await page.WriteAsync($"<a href=\"#{section}\">{Text(section)}</a>").ConfigureAwait(false);
        }

        await page.WriteAsync("</nav>\n").ConfigureAwait(false);
    }

    private DateTimeOffset MadeAt => LedgerEntry.TryParse(source.Exported.Body, out var entry) ? entry.At : default;

    private async ValueTask SectionAsync<T>(string name, IAsyncEnumerable<T> items, Func<T, ValueTask> writeAsync)
    {
        await page.WriteAsync($"<section id=\"{name}\"><h2>{Text(name)}</h2><p class=\"soft\">{Text(name + ".text")}</p>\n").ConfigureAwait(false);
        var any = false;
        await foreach (var item in items.ConfigureAwait(false))
        {
            any = true;
            await page.WriteAsync("<article>").ConfigureAwait(false);
            await writeAsync(item).ConfigureAwait(false);
            await page.WriteAsync("</article>\n").ConfigureAwait(false);
            await page.FlushAsync().ConfigureAwait(false);
        }

        await page.WriteAsync(any ? "</section>\n" : $"<p>{Text("none")}</p></section>\n").ConfigureAwait(false);
    }

    private async ValueTask RecordAsync(ListedRecord record, CancellationToken cancellationToken)
    {
        var stored = record.Stored;
        var dataset = await source.DatasetAsync(stored.Dataset, cancellationToken).ConfigureAwait(false);
        _ = OrganizationId.TryParse(stored.Source, out var by);
        await page.WriteAsync($"<h3>{Foreign(dataset?.NameJa ?? stored.Dataset)}</h3><dl>").ConfigureAwait(false);
        foreach (var (field, value) in record.Values.OrderBy(one => IndexOf(dataset, one.Key)))
        {
            await FactAsync(Foreign(dataset?.Field(field)?.LabelJa ?? field), Foreign(Plain(value))).ConfigureAwait(false);
        }

        var written = Instant.TryParse(stored.Written, out var at) ? CivilText.Instant(at) : stored.Written;
        await page.WriteAsync(
            $"</dl><p class=\"soft\">{Format("record.from", await NameAsync(by, cancellationToken).ConfigureAwait(false), written)}<br>"
            + $"{Format("record.kind", stored.Dataset, stored.Version)} {Link(TakeAwayFiles.Schema(stored.Dataset), "record.schema")} {Link(TakeAwayFiles.Record(stored.Record), "record.original")}</p>")
            .ConfigureAwait(false);
    }

    private async ValueTask ConsentAsync(TakenConsent taken, CancellationToken cancellationToken)
    {
        var (grant, purpose) = (taken.View.Grant, taken.View.Purpose);
        await page.WriteAsync($"<h3>{await NameAsync(grant.Recipient, cancellationToken).ConfigureAwait(false)}</h3><dl>").ConfigureAwait(false);
        await FactAsync(Text("consent.why"), Foreign(purpose.NameJa)).ConfigureAwait(false);
        await FactAsync(Text("consent.what"), Foreign(await LabelsAsync(grant.Dataset.ToString(), grant.Terms.Fields, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        await FactAsync(Text("consent.asked"), Foreign(CivilText.Instant(grant.AskedAt))).ConfigureAwait(false);
        if (grant.Given is { } given)
        {
            await FactAsync(Text("consent.given"), Foreign(CivilText.Instant(given.At))).ConfigureAwait(false);
            await FactAsync(Text("consent.until"), Foreign(CivilText.Instant(grant.Terms.Ends))).ConfigureAwait(false);
        }

        await FactAsync(Text("consent.state"), Text("state." + grant.State.ToString().ToLowerInvariant())).ConfigureAwait(false);
        await page.WriteAsync($"</dl><p class=\"soft\">{Encoder.Encode(grant.Id.ToString())}").ConfigureAwait(false);
        if (taken.Receipt is not null)
        {
            await page.WriteAsync($" {Link(TakeAwayFiles.Receipt(grant.Id.ToString()), "consent.receipt")} {Link(TakeAwayFiles.ReceiptProof(grant.Id.ToString()), "proof")}").ConfigureAwait(false);
        }

        await page.WriteAsync("</p>").ConfigureAwait(false);
    }

    private async ValueTask UseAsync(TakenUse taken, CancellationToken cancellationToken)
    {
        var use = taken.Use;
        var purpose = PurposeVersion.TryParse(use.Purpose, out var id) ? await source.PurposeAsync(id, cancellationToken).ConfigureAwait(false) : null;
        await page.WriteAsync($"<h3>{Encoder.Encode(CivilText.Instant(use.At))}</h3><p>{Format("use.who", await NameAsync(use.Recipient, cancellationToken).ConfigureAwait(false), Text("use." + use.Outcome.ToString().ToLowerInvariant()))}</p><dl>").ConfigureAwait(false);
        if (purpose is not null)
        {
            await FactAsync(Text("consent.why"), Foreign(purpose.NameJa)).ConfigureAwait(false);
            await FactAsync(Text("consent.what"), Foreign(await LabelsAsync(purpose.Dataset.ToString(), use.Fields, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        await page.WriteAsync($"</dl><p class=\"soft\">{Format("use.place", use.Index + 1)} {Link(TakeAwayFiles.UseProof(use.Index), "proof")}</p>").ConfigureAwait(false);
    }

    private async ValueTask HistoryAsync(OpenedEntry entry)
    {
        if (source.IsHidden(entry))
        {
            await page.WriteAsync($"<p>{Text("event.hidden")}</p><p class=\"soft\">{Format("use.place", entry.Index + 1)}</p>").ConfigureAwait(false);
            return;
        }

        var key = "event." + entry.Entry.Kind;
        var words = Texts.Has(key) ? Text(key) : Format("event.other", entry.Entry.Kind);
        Markup? who = entry.Entry switch
        {
            HistoryRead read => Format("event.reader", Text("reader." + read.Role), read.Reader, read.Reason),
            LawfulReading lawful => Format("event.lawful", lawful.Recipient, lawful.LegalBasis),
            _ => EntrySubject.Of(entry.Entry).Organization is { } organization ? await NameAsync(organization, CancellationToken.None).ConfigureAwait(false) : default(Markup?),
        };
        await page.WriteAsync($"<p>{words}{(who is null ? "" : $"<br>{who}")}</p><p class=\"soft\">{Encoder.Encode(CivilText.Instant(entry.Entry.At))} {Format("use.place", entry.Index + 1)}</p>").ConfigureAwait(false);
    }

    private Task FactAsync(Markup name, Markup value) => page.WriteAsync($"<dt>{name}</dt><dd>{value}</dd>");

    private async ValueTask<Markup> NameAsync(OrganizationId id, CancellationToken cancellationToken) => Foreign(await source.NameAsync(id, cancellationToken).ConfigureAwait(false));

    private async ValueTask<string> LabelsAsync(string version, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var dataset = await source.DatasetAsync(version, cancellationToken).ConfigureAwait(false);
        return string.Join("、", fields.Select(field => dataset?.Field(field)?.LabelJa ?? field));
    }

    private static int IndexOf(Dataset? dataset, string field) =>
        dataset?.Fields.Index().FirstOrDefault(one => one.Item.Name == field, (int.MaxValue, null!)).Index ?? 0;

    // A code of FHIR carries a sentence for people; everything else is shown as the source wrote it.
    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => CivilText.Date(day),
        JsonValueKind.String when value.GetString() is { Length: 20 or 25 } text && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => CivilText.Instant(time),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => Texts["yes"],
        JsonValueKind.False => Texts["no"],
        JsonValueKind.Array => string.Join("、", value.EnumerateArray().Select(Plain)),
        JsonValueKind.Object when value.TryGetProperty("text", out var told) || value.TryGetProperty("display", out told) => Plain(told),
        JsonValueKind.Object => string.Join("、", value.EnumerateObject().Select(member => Plain(member.Value))),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static Markup Foreign(string text) => new("<bdi>" + Encoder.Encode(text) + "</bdi>");

    private static Markup Text(string key) => new(Encoder.Encode(Texts[key]));

    // Markup goes in as it is; every text is encoded and isolated first.
    private static Markup Format(string key, params object?[] parts) => new(string.Format(
        CultureInfo.InvariantCulture, Encoder.Encode(Texts[key]), [.. parts.Select(part => part is string text ? Foreign(text) : part)]));

    private static Markup Link(string file, string key) => new($"<a href=\"{Encoder.Encode(file)}\">{Text(key)}</a>");

    /// <summary>What is encoded already.</summary>
    private readonly record struct Markup(string Html)
    {
        public override string ToString() => Html;
    }
}
