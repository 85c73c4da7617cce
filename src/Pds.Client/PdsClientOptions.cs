namespace Pds.Client;

/// <summary>Everything an organisation decides about its <see cref="PdsClient"/>. Checked as a whole before the first call.</summary>
/// <remarks>Printing it shows no value: the passphrase lives here.</remarks>
public sealed class PdsClientOptions
{
    /// <summary>The server's gRPC address. Must be <c>https</c>; plain HTTP is refused. No default.</summary>
    public Uri? Address { get; set; }

    /// <summary>PEM file with the city's own certificate authority. Only servers whose chain ends here are spoken to; the
    /// machine's trust store is never asked. No default: the city hands it over with the enrolment code.</summary>
    public string CityCaFile { get; set; } = "";

    /// <summary>Folder of this organisation's identity: sealed keys, certificate, pinned facts, receipt book. Made with mode
    /// 0700, its files with 0600. No default.</summary>
    public string IdentityFolder { get; set; } = "";

    /// <summary>Opens the sealed key file in <see cref="IdentityFolder"/>. 12 to 1,024 characters; read it from your secret store,
    /// never from source code. No default.</summary>
    public string Passphrase { get; set; } = "";

    /// <summary>The ledger's public key (<c>name+hash+base64</c>, C2SP signed note), if the city printed it for you. When null, the
    /// key seen at enrolment, over TLS pinned to the city's CA, is kept and any later change is refused.</summary>
    public string? LogKey { get; set; }

    /// <summary>Attempts of one call, the first included. 1 to 5, default 4 (gRPC allows 5 at most).</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Wait before the second attempt; doubles after that, with jitter. 10 ms to 5 s, default 200 ms.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest life of one call with all its attempts. 1 s to 5 min, default 30 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows asked for per page of a list. 1 to 500, default 50.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>The four options without a default, from <c>PDS_ADDRESS</c>, <c>PDS_CITY_CA</c>, <c>PDS_IDENTITY</c> and <c>PDS_PASSPHRASE</c>, as a
    /// container or a service manager hands them over. What is missing is named when the client is made.</summary>
    public static PdsClientOptions FromEnvironment() => new()
    {
        Address = Uri.TryCreate(Variable("PDS_ADDRESS"), UriKind.Absolute, out var address) ? address : null,
        CityCaFile = Variable("PDS_CITY_CA"),
        IdentityFolder = Variable("PDS_IDENTITY"),
        Passphrase = Variable("PDS_PASSPHRASE"),
    };

    /// <summary>The one-time code of <c>PDS_ENROLLMENT_CODE</c>, asked for at the first start only.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.IdentityRefused"/>: there is none.</exception>
    public static string EnrollmentCodeFromEnvironment() => Variable("PDS_ENROLLMENT_CODE") is { Length: > 0 } code
        ? code
        : throw new PdsException(LocalReasons.IdentityRefused, "はじめて使うときは、PDS_ENROLLMENT_CODE に市から受け取った登録コードが要ります。");

    /// <inheritdoc/>
    public override string ToString() => nameof(PdsClientOptions);

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
