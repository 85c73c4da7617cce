using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Pds.Cryptography;
using Pds.Web.Hosting;
using Pds.Web.SignIn;

namespace ResidentPages;

/// <summary>Presses a card at the sample provider without a browser, and brings back the ID token as the pages would.</summary>
internal static partial class PressedCard
{
    public static async Task<string> IdTokenAsync(ResidentsWeb web, WebKeys keys, string person, string nonce)
    {
        var provider = (IdentityProvider)web.Services.GetService(typeof(IdentityProvider))!;
        var redirect = web.Address.AbsoluteUri.TrimEnd('/') + Flows.CallbackPath;
        var flow = new Flow
        {
            State = Random(16), Verifier = Random(32), Nonce = nonce, Browser = [], Until = DateTimeOffset.MaxValue, Finish = (_, _) => Task.FromResult(""),
        };
        using var http = ProviderConnection.Open(keys.Root);
        using var pressed = await PressAsync(http, new Uri(await provider.AuthorizeAsync(flow, redirect, default)), person);
        var answer = QueryHelpers.ParseQuery(pressed.Headers.Location!.Query);
        return await provider.RedeemAsync(answer["code"]!, answer["iss"], flow, redirect, default);
    }

    /// <summary>Opens the cards at this address and presses one; the answer leads back to the pages.</summary>
    public static async Task<HttpResponseMessage> PressAsync(HttpClient http, Uri address, string person)
    {
        var page = await http.GetStringAsync(address);
        var fields = Hidden().Matches(page).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));
        fields["person"] = person;
        using var form = new FormUrlEncodedContent(fields);
        return await http.PostAsync(new Uri(address, "/authorize"), form);
    }

    private static string Random(int bytes) => Base64Url.Encode(RandomSource.Bytes(bytes));

    [GeneratedRegex("<input type=hidden name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
