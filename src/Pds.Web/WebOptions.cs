namespace Pds.Web;

/// <summary>Everything an operator of the residents' pages can set: command line, environment (<c>PDS_WEB_…</c>), <c>web.json</c>, in that order.</summary>
public sealed class WebOptions
{
    /// <summary>Folder of this host's own keys and identity, mode 0700. Default <c>data/web</c>.</summary>
    public string Data { get; set; } = "data/web";

    /// <summary>Where the city's store is, https. Empty: the address that a server on this machine wrote into <see cref="CityData"/>.</summary>
    public string City { get; set; } = "";

    /// <summary>The city's root certificate, PEM. Empty: <c>ca.pem</c> in <see cref="CityData"/>.</summary>
    public string CityCaFile { get; set; } = "";

    /// <summary>Data folder of a server on this machine. Used for a first run only. Default <c>data</c>.</summary>
    public string CityData { get; set; } = "data";

    /// <summary>Address to listen on. Default 127.0.0.1: opening it to a network is a decision.</summary>
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>TCP port of the pages; 0 takes a free one. Default 7444.</summary>
    public int Port { get; set; } = 7444;

    /// <summary>Host names these pages answer to, without port. The first is the one in links. A request for another is refused.</summary>
    public string[] Hosts { get; set; } = ["localhost"];

    /// <summary>TLS certificate with its chain, PEM. Empty in development: one is made, under an own authority in <see cref="Data"/>.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>The certificate's private key, PEM.</summary>
    public string CertificateKeyFile { get; set; } = "";

    /// <summary>The OpenID Connect issuer. Empty in development: the sample provider of this process.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>This host's name with the provider (<c>client_id</c>).</summary>
    public string ClientId { get; set; } = "pds-web";

    /// <summary>Scopes asked for, separated by spaces. Only <c>openid</c>: the pages want to know that it is the same person, not who.</summary>
    public string Scope { get; set; } = "openid";

    /// <summary>The <c>aud</c> of the client assertion. Empty: the issuer, as draft-ietf-oauth-rfc7523bis asks; some providers want their token endpoint.</summary>
    public string AssertionAudience { get; set; } = "";

    /// <summary>The <c>typ</c> of the client assertion, as draft-ietf-oauth-rfc7523bis asks; older providers want <c>JWT</c>.</summary>
    public string AssertionHeaderType { get; set; } = "client-authentication+jwt";

    /// <summary>The <c>client_assertion_type</c>; RFC 7523 section 2.2 unless the provider wants another.</summary>
    public string AssertionType { get; set; } = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>TCP port of the sample provider; 0 takes a free one. Default 7445. Development only.</summary>
    public int SampleProviderPort { get; set; } = 7445;

    /// <summary>The environment variable with the passphrase of this host's keys. Needed outside development.</summary>
    public string PassphraseVariable { get; set; } = "PDS_WEB_PASSPHRASE";

    /// <summary>Name of the city as residents read it, at most 20 characters.</summary>
    public string CityName { get; set; } = "むつ市";

    /// <summary>Telephone number of a human being, on every page.</summary>
    public string Telephone { get; set; } = "0175-22-1111";

    /// <summary>When that human being picks up.</summary>
    public string TelephoneHours { get; set; } = "月曜から金曜の 朝8時半から夕方5時15分";

    /// <summary>Minutes without a touch after which a session ends, 1 to 60. Default 20.</summary>
    public int IdleMinutes { get; set; } = 20;
}
