using Pds.Consent;
using Pds.Server.FirstRun;

namespace Pds.Server.Identity;

/// <summary>Which identity provider, and for whom passkeys answer. In development both are those of the pages on the same machine.</summary>
/// <param name="Issuer">The provider's <c>iss</c>.</param>
/// <param name="ClientId">The client that tokens must be for.</param>
/// <param name="Keys">Address or file of its keys.</param>
/// <param name="Strength">The <c>acr</c> that tokens must carry; empty for any.</param>
internal sealed record IdentitySettings(string Issuer, string ClientId, string Keys, string Strength)
{
    /// <summary>Where the pages are in development.</summary>
    public const string DevelopmentPages = "https://localhost:7444";

    /// <summary>The provider that the pages bring along in development; it writes its keys into the data folder.</summary>
    public const string DevelopmentIssuer = "https://localhost:7445/";

    /// <summary>The provider of the options; in development, without one, the pages' own; else null.</summary>
    public static IdentitySettings? Of(ServerOptions options, DataFolder data, bool development) =>
        options.IdentityIssuer.Length > 0
            ? new IdentitySettings(options.IdentityIssuer, options.IdentityClientId, options.IdentityKeys, options.IdentityStrength)
        : development ? new IdentitySettings(DevelopmentIssuer, options.IdentityClientId, data.DevelopmentIdentityKeys, "")
        : null;

    /// <summary>For whom passkeys answer by the options; in development, without, the pages on this machine; else null.</summary>
    public static PasskeyRules? PasskeysOf(ServerOptions options, bool development) =>
        options.PasskeyRpId.Length > 0 ? new PasskeyRules(options.PasskeyRpId, options.PasskeyOrigins)
        : development ? new PasskeyRules("localhost", [DevelopmentPages])
        : null;
}
