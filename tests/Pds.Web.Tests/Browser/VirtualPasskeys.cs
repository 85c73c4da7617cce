using Microsoft.Playwright;

namespace Pds.Web.Tests.Browser;

/// <summary>Chromium's virtual authenticator (W3C WebAuthn Level 3 section 11, over its debugging protocol): a phone whose owner is there and verified.</summary>
internal sealed class VirtualPasskeys
{
    private readonly ICDPSession _tools;
    private readonly string _id;

    private VirtualPasskeys(ICDPSession tools, string id) => (_tools, _id) = (tools, id);

    /// <summary>Gives one to a page's browser.</summary>
    public static async Task<VirtualPasskeys> GiveAsync(IPage page)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        var made = await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualPasskeys(tools, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether its owner is verified from now on.</summary>
    public Task VerifiedAsync(bool verified) => _tools.SendAsync(
        "WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = _id, ["isUserVerified"] = verified });

    /// <summary>How many keys it holds.</summary>
    public async Task<int> CountAsync() => (await _tools.SendAsync(
        "WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id }))!.Value.GetProperty("credentials").GetArrayLength();
}
