using System.Net;
using System.Text.RegularExpressions;
using Pds.Client;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Http;

/// <summary>
/// The map of where her data is, held against what her own history says: three recipients, one withdrawn, one whose day of deletion is over. A city of
/// its own, because its time is moved.
/// </summary>
[Trait("Feature", "T8")]
public sealed partial class WhereItIs : IAsyncLifetime
{
    private const string Shops = "むつ商店会";
    private const string Water = "しもきた水道";
    private const string Hospital = "むつ総合病院";
    private WebCity world = null!;

    public async ValueTask InitializeAsync() => world = await WebCity.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_map_equals_what_the_ledger_says()
    {
        var (shops, water) = (await world.EnrollKnownAsync(Shops), await world.EnrollKnownAsync(Water));
        await UseAsync(shops, "shop-birthday@1", "birth_date");
        world.Clock.Shift += TimeSpan.FromDays(40);
        world.Hanako = await world.SignInAsync("hanako");
        await UseAsync(world.Hospital, "hospital-registration@1", "name", "address");
        var moving = await UseAsync(water, "water-moving@1", "name", "address");
        await world.Hanako.WithdrawAsync(moving);

        using var client = new PageClient(world);
        await client.SignInAsync("hanako");
        var (status, html) = await client.ReadAsync("/where");

        status.Should().Be(HttpStatusCode.OK);
        var shown = Place().Matches(html).ToDictionary(place => place.Groups[1].Value, place => place.Value);
        var ledger = await HeldByLedgerAsync();
        shown.Keys.Should().BeEquivalentTo(ledger.Keys).And.BeEquivalentTo([Shops, Water, Hospital]);
        foreach (var (who, (held, gone, by, live)) in ledger)
        {
            var place = shown[who];
            Fact(place, "今 持っている情報").Should().Be(held.Length > 0 ? $"<bdi>{string.Join("、", held)}</bdi>" : "ないはずです。消す日を、すぎています。", who);
            if (held.Length > 0)
            {
                Fact(place, "いつ消すか").Should().StartWith(Dates.Full(by) + "までに消す約束です。", who);
                place.Should().NotContain("消す日をすぎた情報", who);
            }
            else
            {
                Fact(place, "消す日をすぎた情報").Should().Be($"<bdi>{string.Join("、", gone)}</bdi> <br>{Dates.Full(by)}が、消す日でした。", who);
            }

            Fact(place, "使ってよいか").StartsWith("はい。", StringComparison.Ordinal).Should().Be(live, who);
        }

        ledger.Where(one => one.Value.Held.Length == 0).Select(one => one.Key).Should().Equal(Shops);
        ledger.Where(one => !one.Value.Live).Select(one => one.Key).Should().Equal(Water);

        // The picture says the same: a full dot for each item that is held, a ring for each that should be gone. One of either explains them.
        Regex.Count(html, "<circle class=\"dot\"").Should().Be(1 + ledger.Values.Sum(one => one.Held.Length));
        Regex.Count(html, "<circle class=\"ring\"").Should().Be(1 + ledger.Values.Sum(one => one.Gone.Length));
        Regex.Count(html, "class=\"box live\"").Should().Be(2);
        Regex.Count(html, "class=\"box over\"").Should().Be(1);
        html.Should().Contain("むつ市 市民課</bdi>が、", "the vault says who wrote").And.NotContain(" style=");
        (await client.ReadAsync("/uses")).Html.Should().Contain("href=\"/where\"");
        (await client.ReadAsync("/home")).Html.Should().Contain("href=\"/where\"");
    }

    [Fact]
    [Trait("Feature", "G4")]
    public async Task Somebody_who_acts_for_her_sees_the_places_and_her_vault_only_where_the_mandate_says_so()
    {
        await UseAsync(world.Hospital, "hospital-registration@1", "name");
        var mandate = await world.MandateAsync("hanako", "taro", "見本 太郎", true, MandateAct.History);
        using var client = new PageClient(world);
        await client.SignInAsync("taro");
        using var over = await client.PostAsync("/people", [.. await client.FormOfAsync("/people"), new("mandate", mandate)]);

        var (status, html) = await client.ReadAsync("/where");

        status.Should().Be(HttpStatusCode.OK);
        Place().Matches(html).Select(place => place.Groups[1].Value).Should().Equal(Hospital);
        html.Should().Contain("中身は、本人だけが見られます。").And.NotContain("むつ市 市民課</bdi>が、");
    }

    [Fact]
    [Trait("Feature", "T5")]
    public async Task What_a_law_hides_is_counted_on_every_list_and_not_told()
    {
        const string counted = "法律により、今は見せられない記録が{0}件あります。";
        using var client = new PageClient(world);
        await client.SignInAsync("hanako");
        string[] pages = ["/uses", "/uses?span=all", "/history", "/history?show=mine", "/passbook", "/where"];
        foreach (var path in pages)
        {
            (await client.ReadAsync(path)).Html.Should().NotContain("法律により", path);
        }

        await EnterLawfulAsync(TimeSpan.FromDays(100));
        await EnterLawfulAsync(TimeSpan.FromDays(1));
        foreach (var path in pages)
        {
            var html = (await client.ReadAsync(path)).Html;
            html.Should().Contain(string.Format(System.Globalization.CultureInfo.InvariantCulture, counted, 2), path)
                .And.Contain("法律が、しばらくの間、あなたに伝えないと決めた記録です。", path).And.Contain("下の番号へ電話してください。", path);
            html.Should().NotContain("刑事訴訟法").And.NotContain("見本地方検察庁").And.NotContain("捜査関係事項照会書");
        }

        world.Clock.Shift += TimeSpan.FromDays(2);
        using var later = new PageClient(world);
        await later.SignInAsync("hanako");
        var after = (await later.ReadAsync("/history")).Html;
        after.Should().Contain(string.Format(System.Globalization.CultureInfo.InvariantCulture, counted, 1), "the day of one came").And.Contain("見本地方検察庁");
        (await later.ReadAsync("/uses?span=1")).Html.Should().Contain(string.Format(System.Globalization.CultureInfo.InvariantCulture, counted, 1));
        using var taro = new PageClient(world);
        await taro.SignInAsync("taro");
        (await taro.ReadAsync("/history")).Html.Should().NotContain("法律により", "it is hers alone");
    }

    // Two organisations enter it, as the law has it: a steward's office of its own, and the review board.
    // Nothing is entered on the day on which a law no longer hides something: what a session knows is read anew within ten minutes.
    [Fact]
    [Trait("Feature", "T5")]
    public async Task What_time_alone_uncovers_shows_in_a_session_that_knew_it_hidden()
    {
        using var client = new PageClient(world);
        await client.SignInAsync("hanako");
        await EnterLawfulAsync(TimeSpan.FromMinutes(5));
        (await client.ReadAsync("/history")).Html.Should().Contain("法律により").And.NotContain("見本地方検察庁");

        world.Clock.Shift += TimeSpan.FromMinutes(11);

        (await client.ReadAsync("/history")).Html.Should().Contain("見本地方検察庁").And.NotContain("法律により、今は");
    }

    private async Task EnterLawfulAsync(TimeSpan hidden)
    {
        const string service = "/pds.v1.DisclosureService/";
        var desk = world.Steward.Steward;
        var steward = await world.City.EnrollAsync(await desk.CreateEnrollmentCodeAsync((await desk.RegisterOrganizationAsync("むつ市 総務課", [OrganizationRole.Steward])).OrganizationId));
        var review = await desk.ListOrganizationsAsync().FirstAsync(one => one.NameJa == "むつ市 データ利用審査会");
        var board = await world.City.EnrollAsync(await desk.CreateEnrollmentCodeAsync(review.OrganizationId));
        var proposed = await steward.CallAsync<ProposedLawfulReading>(service + "ProposeLawfulReading", new ProposeLawfulReadingRequest
        {
            ResidentId = (await world.Hanako.ListSessionsAsync())[0].ResidentId,
            LegalBasisJa = "刑事訴訟法197条2項",
            AuthorityJa = "捜査関係事項照会書 第1号",
            RecipientJa = "見本地方検察庁",
            HiddenUntil = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(world.Clock.GetUtcNow() + hidden),
            RequestId = TestCity.Actor.NewRequestId(),
        });
        await board.CallAsync<ConfirmLawfulReadingResponse>(service + "ConfirmLawfulReading", new ConfirmLawfulReadingRequest
        {
            LawfulReadingId = proposed.LawfulReadingId, RequestId = TestCity.Actor.NewRequestId(),
        });
    }

    // Asked, given, and used once with these fields.
    private async Task<string> UseAsync(PdsClient who, string purpose, params string[] fields)
    {
        var asked = await who.RequestConsentAsync(await world.Hanako.IssueReferenceAsync(who.OrganizationId), [purpose]);
        var grant = await world.GrantAsync(asked);
        await who.FetchNewReceiptsAsync().CountAsync();
        await who.RequestDataAsync(new DataRequest(grant, fields));
        return grant;
    }

    // The same reckoned another way: from the entries of her own history alone.
    private async Task<Dictionary<string, (string[] Held, string[] Gone, DateOnly By, bool Live)>> HeldByLedgerAsync()
    {
        var today = Dates.DateOf(world.Clock.GetUtcNow());
        var entries = await world.Hanako.ListHistoryAsync().Select(one => one.Entry).OfType<LedgerEntry>().ToListAsync();
        var labels = (await world.Hospital.ListDatasetsAsync().SingleAsync(one => one.Code == "basic-four")).Fields;
        var names = await world.Steward.Steward.ListOrganizationsAsync().ToDictionaryAsync(one => one.OrganizationId, one => one.NameJa);
        var places = new Dictionary<string, (string[], string[], DateOnly, bool)>();
        foreach (var given in entries.OfType<ConsentGranted>())
        {
            var intended = entries.OfType<DisclosureIntended>().Where(one => one.Grant == given.Grant).ToList();
            entries.OfType<Disclosed>().Count(one => one.Grant == given.Grant).Should().Be(intended.Count, "all of it left");
            var by = Dates.DateOf(intended.Max(one => one.At)).AddDays(given.RetentionDays);
            string[] got = [.. labels.Where(label => intended.Any(one => one.Fields.Contains(label.Name))).Select(label => label.LabelJa)];
            places[names[given.Recipient.ToString()]] =
                (today <= by ? got : [], today <= by ? [] : got, by, !entries.OfType<ConsentWithdrawn>().Any(one => one.Grant == given.Grant));
        }

        return places;
    }

    private static string Fact(string place, string name) =>
        Regex.Match(place, $"<dt>{name}</dt><dd>(.*?)</dd>", RegexOptions.Singleline).Groups[1].Value.Trim();

    [GeneratedRegex("<section class=\"card place\">\\s*<h3><bdi>(.*?)</bdi>.*?</section>", RegexOptions.Singleline)]
    private static partial Regex Place();
}
