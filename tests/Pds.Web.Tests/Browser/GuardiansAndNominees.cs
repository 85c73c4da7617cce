using System.Text.RegularExpressions;
using Google.Protobuf;
using Microsoft.Playwright;
using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Browser;

/// <summary>Those who act by law and after a death, from the first page to the first look, without JavaScript. Each in a city of its own: registers change in it.</summary>
[Collection(BrowserCity.Name)]
public sealed class GuardiansAndNominees(BrowserCity city)
{
    private static readonly byte[] Papers = [.. "%PDF-1.7 "u8, .. RandomSource.Bytes(200)];

    [Fact]
    [Trait("Feature", "G1")]
    [Trait("Feature", "G2")]
    public async Task A_guardian_is_registered_by_papers_and_register_accepts_and_acts()
    {
        await using var world = await WebCity.StartAsync();
        var (ward, guardian) = (await world.VisitAsync("ichiro"), await world.VisitAsync("natsuko"));
        var wrong = new List<string>();
        var steward = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await steward.SignInStaffAsync("steward");
        await steward.GotoAsync("/steward");
        await steward.PressAsync("代理の人を登録する");
        (await steward.Locator("input:checked").CountAsync()).Should().Be(0, "nothing is chosen beforehand");
        await steward.GetByLabel("代わってもらう人の番号").FillAsync(string.Join('-', world.Numbers["ichiro"].Chunk(5).Select(five => new string(five))));
        await steward.GetByLabel("代わってもらう人の名前").FillAsync("見本 一郎");
        await steward.GetByLabel("代理をする人の番号").FillAsync(world.Numbers["natsuko"]);
        await steward.GetByLabel("代理をする人の名前").FillAsync("見本 <b>夏子</b>");
        await steward.GetByLabel("成年後見人").CheckAsync();
        await steward.Locator("#years").SelectOptionAsync("5");
        await steward.GetByLabel("確かめた書類の画像").SetInputFilesAsync(new FilePayload { Name = "papers.pdf", MimeType = "application/pdf", Buffer = Papers });
        await steward.PressAsync("内容を確かめる");
        (await steward.WordsAsync()).Should().Contain("してよいことを、えらんでください。");
        await steward.MeasureAsync("steward-guardian-wrong", 360, wrong);
        await steward.GetByLabel("情報の中身を見る").CheckAsync();
        await steward.GetByLabel("お願いと、使われた記録を見る").CheckAsync();
        await steward.PressAsync("内容を確かめる");

        // Read once more: both, what, until when, and the mark of the papers that were chosen the first time.
        var mark = Base64Url.Encode(Sha256.Hash(Papers));
        (await steward.WordsAsync()).Should().Contain("この内容で登録しますか").And.Contain("見本 <b>夏子</b>").And.Contain(mark).And.Contain("情報の中身を見る").And.NotContain("お願いに「はい」と言う");
        await steward.MeasureAsync("steward-guardian-check", 360, wrong);
        await steward.PressAsync("この内容で登録する");
        (await steward.WordsAsync()).Should().Contain("市の登録に、この関係がありません。", "papers alone make nobody a guardian");
        await world.Steward.Steward.EnterRegisterFactsAsync(new EnterRegisterFactsRequest
        {
            ResidentId = ward.Facts!.ResidentId, EvidenceDigest = ByteString.CopyFrom(new byte[32]),
            Relations = { new RegisterRelation { GuardianId = guardian.Facts!.ResidentId, Relation = MandateRelation.AdultGuardian } },
        });
        await steward.PressAsync("内容を確かめる");
        await steward.PressAsync("この内容で登録する");
        (await steward.WordsAsync()).Should().Contain("登録しました。代理の人が引き受けると、はじまります。");

        // It begins with her own yes, and she sees what the papers allow.
        var natsuko = await city.Chromium.OpenAsync(world.Web.Address);
        await natsuko.SignInAsync("natsuko");
        await natsuko.GotoAsync("/people");
        await natsuko.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("見て、返事をする") }).ClickAsync();
        (await natsuko.WordsAsync()).Should().Contain("法律で決まった代理の人").And.Contain("情報の中身を見る");
        await natsuko.PressAsync("はい、引き受けます");
        await natsuko.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("さんの代わりに見る") }).ClickAsync();
        (await natsuko.WordsAsync()).Should().Contain("見本 一郎さんの代わりに、見ています。");
        var registered = (await (await world.SignInAsync("ichiro")).ListHistoryAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))
            .Select(one => one.Entry).OfType<GuardianRegistered>().Single();
        registered.EvidenceDigest.Should().Equal(Sha256.Hash(Papers));
        registered.Staff.Should().NotBeNull("the person of the staff is named, and not the office alone");
        wrong.Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task A_nominee_is_named_over_the_exact_document_and_sees_nothing_before_the_death_and_the_history_after_it()
    {
        await using var world = await WebCity.StartAsync();
        await world.GrantAsync();
        var wrong = new List<string>();
        var code = (await world.Taro.Mandates.MakeCodeAsync("見本 太郎", TestContext.Current.CancellationToken)).Code;
        var hanako = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await hanako.SignInAsync("hanako");
        await hanako.GotoAsync("/people");
        await hanako.PressAsync("亡くなったあとの人を決める");
        (await hanako.Locator("input:checked").CountAsync()).Should().Be(0, "nothing is chosen beforehand");
        await hanako.GetByLabel("相手の番号").FillAsync(code);
        await hanako.GetByLabel("相手に見せる、あなたの名前").FillAsync("見本 花子");
        await hanako.PressAsync("たのむ内容を、確かめる");
        (await hanako.WordsAsync()).Should().Contain("「使われた記録を見る」に、しるしを付けてください。");
        await hanako.MeasureAsync("people-nominee-wrong", 360, wrong);
        await hanako.Locator("input[value=history]").CheckAsync();
        await hanako.Locator("input[value=withdraw]").CheckAsync();
        await hanako.PressAsync("たのむ内容を、確かめる");
        (await hanako.WordsAsync()).Should().Contain("あなたが亡くなったあとにだけ使えます。").And.Contain("見本 太郎さんに、お願いします。");
        (await hanako.GetByRole(AriaRole.Link, new() { Name = "えらびなおす" }).GetAttributeAsync("href")).Should().Be("/people/nominee");
        await hanako.PressAsync("本人確認をして、たのむ");
        await hanako.PressCardAsync("hanako");
        (await hanako.WordsAsync()).Should().Contain("お願いを送りました").And.Contain("亡くなったあとにだけ、使えます。");

        var taro = await city.Chromium.OpenAsync(world.Web.Address, scripts: true);
        await taro.SignInAsync("taro");
        await taro.GotoAsync("/people");
        await taro.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("見て、返事をする") }).ClickAsync();
        (await taro.WordsAsync()).Should().Contain("亡くなったあとにだけ、使えます。");
        await taro.PressAsync("はい、引き受けます");
        await taro.MeasureAsync("people-nominee-theirs", 360, wrong);
        var look = taro.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("さんの代わりに見る") });
        await look.ClickAsync();
        (await taro.WordsAsync()).Should().Contain("まだ使えません。亡くなったあとにだけ、使えます。").And.NotContain("代わりに、見ています", "she lives");

        await world.Steward.Steward.EnterRegisterFactsAsync(
            new EnterRegisterFactsRequest { ResidentId = world.Hanako.Facts!.ResidentId, Died = true, EvidenceDigest = ByteString.CopyFrom(new byte[32]) }, TestContext.Current.CancellationToken);

        await look.ClickAsync();
        (await taro.WordsAsync()).Should().Contain("見本 花子さんの代わりに、見ています。");
        await taro.GotoAsync("/consents");
        (await taro.WordsAsync()).Should().Contain("むつ総合病院");
        wrong.Should().BeEmpty();
    }
}
