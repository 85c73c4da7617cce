using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Pds.Web.SampleProvider;

/// <summary>
/// The page with the cards. It asks every time, whatever <c>prompt</c> says: a sign-in here is always fresh. Pressing a card sends the request
/// again with the person in it, and OpenIddict checks all of it again.
/// </summary>
internal static class CardsPage
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static async Task ServeAsync(HttpContext context, TimeProvider clock)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OpenID Connect request.");
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Page(request), context.RequestAborted).ConfigureAwait(false);
            return;
        }

        var person = SamplePerson.All.FirstOrDefault(person => person.Key == (string?)request["person"]);
        if (person is null)
        {
            await context.ForbidAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme).ConfigureAwait(false);
            return;
        }

        await context.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Identify(person, request, clock)).ConfigureAwait(false);
    }

    private static ClaimsPrincipal Identify(SamplePerson person, OpenIddictRequest request, TimeProvider clock)
    {
        var identity = new ClaimsIdentity("sample", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, SampleProviderHost.SubjectOf(person, request.ClientId!));
        identity.SetClaim(Claims.AuthenticationTime, clock.GetUtcNow().ToUnixTimeSeconds());
        identity.SetScopes(Scopes.OpenId);
        identity.SetDestinations(claim => claim.Type is Claims.Subject or Claims.AuthenticationTime
            ? [Destinations.AccessToken, Destinations.IdentityToken]
            : []);
        return new ClaimsPrincipal(identity);
    }

    private static string Page(OpenIddictRequest request)
    {
        var words = WebTexts.Provider;
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=ja><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">")
            .Append($"<title>{words["title"]}</title><link rel=stylesheet href=/site.css></head><body class=provider><main class=page>")
            .Append($"<p class=tag>{words["tag"]}</p><h1>{words["title"]}</h1><p>{words["lead"]}</p>")
            .Append($"<form method=post action={SampleProviderHost.AuthorizePath}>");
        foreach (var (name, value) in request.GetParameters().Where(p => p.Key != "person"))
        {
            page.Append($"<input type=hidden name=\"{Html.Encode(name)}\" value=\"{Html.Encode((string?)value ?? "")}\">");
        }

        page.Append("<ul class=cards>");
        foreach (var person in SamplePerson.All)
        {
            page.Append($"<li><button class=person name=person value={person.Key}><span class=name>{person.NameJa}</span>")
                .Append($"<span class=kana>{person.Kana}</span><span class=age>{person.Age}{words["age"]}</span><span class=about>{person.AboutJa}</span></button></li>");
        }

        return page.Append($"</ul></form><p class=note>{words["note"]}</p></main></body></html>").ToString();
    }
}
