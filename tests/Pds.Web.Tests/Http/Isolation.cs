using System.Net;
using Pds.Web.Hosting;
using Pds.Web.Tests.World;
using ResidentPages;

namespace Pds.Web.Tests.Http;

/// <summary>Whose session is whose. Every page with every session that it is not for: <see cref="Matrix.EverybodyElse"/>.</summary>
[Collection(HttpCity.Name)]
public sealed class Isolation(HttpCity city)
{
    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Each_resident_takes_away_the_number_that_finds_her_own_history_and_no_other()
    {
        var keys = new List<string>();
        foreach (var person in new[] { "hanako", "taro", "hanako" })
        {
            using var client = new PageClient(city.World);
            await client.SignInAsync(person);
            var (status, text) = await client.ReadAsync("/consents/label-key.txt");
            status.Should().Be(HttpStatusCode.OK);
            var parts = text.TrimEnd('\n').Split(' ');
            parts.Should().HaveCount(2);
            (Cryptography.Base64Url.TryDecode(parts[1], out var key) && key.Length == 32).Should().BeTrue();
            keys.Add(text);
        }

        keys[0].Should().Be(keys[2]).And.NotBe(keys[1]);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browser_too()
    {
        using var one = new PageClient(city.World);
        using var other = new PageClient(city.World);
        await one.SignInAsync("taro");
        await other.SignInAsync("taro");

        using var ended = await one.PostAsync("/settings", [.. await one.FormOfAsync("/settings"), new("act", "everywhere")]);

        ended.StatusCode.Should().Be(HttpStatusCode.Redirect);
        foreach (var client in new[] { one, other })
        {
            using var answer = await client.GetAsync("/home");
            answer.Headers.Location!.OriginalString.Should().Be("/sign-in");
        }
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task A_providers_answer_in_another_browser_signs_nobody_in()
    {
        using var begun = new PageClient(city.World);
        using var victim = new PageClient(city.World);
        using var start = await begun.PostAsync("/sign-in", await begun.FormOfAsync("/"));
        using var http = Pds.Web.Hosting.ProviderConnection.Open(city.World.Keys.Root);
        using var pressed = await PressedCard.PressAsync(http, start.Headers.Location!, "taro");

        using var answer = await victim.GetAsync(pressed.Headers.Location!.AbsoluteUri);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        victim.Cookies.GetCookies(city.World.Web.Address).Should().NotContain(cookie => cookie.Name == SignIn.Tickets.Cookie);
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task Coming_back_from_the_provider_twice_leads_to_the_same_place()
    {
        using var client = new PageClient(city.World);
        using var start = await client.PostAsync("/sign-in", await client.FormOfAsync("/"));
        using var pressed = await PressedCard.PressAsync(client.Http, start.Headers.Location!, "taro");

        using var first = await client.GetAsync(pressed.Headers.Location!.AbsoluteUri);
        using var second = await client.GetAsync(pressed.Headers.Location!.AbsoluteUri);

        first.Headers.Location!.OriginalString.Should().Be("/home");
        second.Headers.Location!.OriginalString.Should().Be("/home");
        (await client.ReadAsync("/home")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Feature", "X9")]
    public async Task The_sample_provider_does_not_start_in_production()
    {
        var clients = new SampleProvider.SampleClients("x", "https://localhost", "https://localhost/back", "{}");

        var start = () => SampleProvider.SampleProviderHost.StartAsync(false, 0, city.World.Keys.Certificate, clients, TimeProvider.System, _ => { }, default);

        await start.Should().ThrowAsync<PagesNotStartedException>();
    }

    [Fact]
    public void A_person_has_another_name_towards_each_client()
    {
        var hanako = SampleProvider.SamplePerson.All[0];

        SampleProvider.SampleProviderHost.SubjectOf(hanako, "pds-web").Should().NotBe(SampleProvider.SampleProviderHost.SubjectOf(hanako, "other"));
    }
}
