namespace Pds.Server;

/// <summary>
/// Everything an operator can set. Read from the command line, the environment (<c>PDS_…</c>) and <c>server.json</c>, in that order.
/// </summary>
public sealed class ServerOptions
{
    /// <summary>Folder of the database, keys, tiles and certificates. Created with mode 0700. Default <c>data</c>.</summary>
    public string Data { get; set; } = "data";

    /// <summary>
    /// The ledger's origin, also <c>aud</c> of every proof: a DNS-like name without a scheme, 3 to 100 characters. Fixed by the first
    /// run.
    /// </summary>
    public string Origin { get; set; } = "pds.mutsu.example/ledger";

    /// <summary>The <c>iss</c> of receipts: an https address without a path, under which the issuer's keys are published.</summary>
    public string Issuer { get; set; } = "https://pds.mutsu.example";

    /// <summary>Name of the city as residents read it, 1 to 100 characters.</summary>
    public string City { get; set; } = "むつ市";

    /// <summary>The city's postal address as receipts state it.</summary>
    public string CityAddress { get; set; } = "青森県むつ市中央一丁目8番1号";

    /// <summary>Whom residents ask about their data, as receipts state it.</summary>
    public string CityContact { get; set; } = "むつ市 個人情報の窓口 0175-22-1111";

    /// <summary>Address to listen on. Default 127.0.0.1: opening it to a network is a decision.</summary>
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>TCP port of gRPC, JSON and tiles; 0 takes a free one. Default 7443.</summary>
    public int Port { get; set; } = 7443;

    /// <summary>Host names this server answers to, without port, at least one. A request for another is refused with 421.</summary>
    public string[] Hosts { get; set; } = ["localhost", "127.0.0.1"];

    /// <summary>
    /// The environment variable that holds the key file's passphrase. Needed outside development. Default <c>PDS_PASSPHRASE</c>.
    /// </summary>
    public string PassphraseVariable { get; set; } = "PDS_PASSPHRASE";

    /// <summary>Seconds between two advances of the public tile directory, 0 to 3,600. Default 10.</summary>
    public int PublishSeconds { get; set; } = 10;

    /// <summary>Seconds of an epoch of the heads tree, 1 to 86,400. Default 3,600, one entry an hour. Fixed by the first run.</summary>
    public int HeadsSeconds { get; set; } = 3600;

    /// <summary>Seconds between two status lists, 1 to 60. Default 60.</summary>
    public int StatusListSeconds { get; set; } = 60;

    /// <summary>Connections at once, 1 to 100,000. Default 5,000.</summary>
    public int MaxConnections { get; set; } = 5000;

    /// <summary>Seconds that running calls get to finish at shutdown, 1 to 120. Default 20.</summary>
    public int ShutdownSeconds { get; set; } = 20;

    /// <summary>The lowest level that is logged: Trace, Debug, Information or Warning. Default Information. Below it the framework speaks too;
    /// no level logs a person's value.</summary>
    public string LogLevel { get; set; } = "Information";

    /// <summary>
    /// Today's civil date in Tokyo, such as <c>2026-11-23</c>, from an operator who has looked at the clock: expired rows may be deleted again
    /// after the clock leapt or the server was down for more than a day. Without effect when nothing waits for it. Default empty.
    /// </summary>
    public string ConfirmClock { get; set; } = "";

    /// <summary>
    /// Publishes the log again from this store into a log folder that lost entries already published. Only when the store is certainly the
    /// newest copy: from an older one this forks the log. Default false.
    /// </summary>
    public bool RepublishLog { get; set; }

    /// <summary>
    /// A tlog-policy file: the witnesses that are asked for cosignatures, each with its http(s) address, and the quorum that makes a checkpoint
    /// count as cosigned. Default empty: no witnesses.
    /// </summary>
    public string WitnessPolicy { get; set; } = "";

    /// <summary>
    /// The identity provider whose ID tokens sign residents in: its <c>iss</c>, an https address. Default empty: none; in development the one
    /// that the pages on this machine bring along.
    /// </summary>
    public string IdentityIssuer { get; set; } = "";

    /// <summary>The client id that ID tokens must be for, 1 to 255 characters. Default <c>pds-web</c>.</summary>
    public string IdentityClientId { get; set; } = "pds-web";

    /// <summary>Where the provider's keys are: the https address of its JWK set, or a file. Needed with an issuer. Default empty.</summary>
    public string IdentityKeys { get; set; } = "";

    /// <summary>The <c>acr</c> that ID tokens must carry. Default empty: any.</summary>
    public string IdentityStrength { get; set; } = "";

    /// <summary>Whether the residents' pages run in this process too. Default null: in development they do.</summary>
    public bool? Pages { get; set; }

    /// <summary>The relying party id of passkeys, a host name. Default empty: passkeys are not accepted; in development <c>localhost</c>.</summary>
    public string PasskeyRpId { get; set; } = "";

    /// <summary>The pages' origins from which passkeys may answer, such as <c>https://pds.city.example</c>; at least one with a relying party id.</summary>
    public string[] PasskeyOrigins { get; set; } = [];

    /// <summary>
    /// A <c>controls.json</c>: the controls of the privacy impact assessment that every purpose must meet before it is approved. Published, with
    /// an entry, at the start that first sees it. Default empty: the standard controls.
    /// </summary>
    public string Controls { get; set; } = "";

    /// <summary>The mail server that takes messages to residents: a host name or address. Default empty: no mail is sent, and none can be chosen.</summary>
    public string SmtpHost { get; set; } = "";

    /// <summary>Its port, 1 to 65,535: 465 means TLS from the first byte, any other STARTTLS; to this machine itself none. Default 587.</summary>
    public int SmtpPort { get; set; } = 587;

    /// <summary>The user at the mail server. Default empty: it asks for none.</summary>
    public string SmtpUser { get; set; } = "";

    /// <summary>The environment variable that holds that user's password. Default <c>PDS_SMTP_PASSWORD</c>.</summary>
    public string SmtpPasswordVariable { get; set; } = "PDS_SMTP_PASSWORD";

    /// <summary>From whom messages come: one plain address. Default <c>pds@city.example</c>.</summary>
    public string MailFrom { get; set; } = "pds@city.example";

    /// <summary>The address of the residents' pages, as messages name it: https, or http on this machine. Default <c>https://localhost:7444</c>.</summary>
    public string PagesAddress { get; set; } = "https://localhost:7444";

    /// <summary>Seconds between two looks at what residents are to be told, 1 to 86,400. Default 60.</summary>
    public int NoticeSeconds { get; set; } = 60;

    /// <summary>Seconds a witness gets to answer, 1 to 60. Default 5.</summary>
    public int WitnessTimeoutSeconds { get; set; } = 5;
}
