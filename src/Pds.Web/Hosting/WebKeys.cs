using System.Security.Cryptography.X509Certificates;
using Pds.Cryptography;

namespace Pds.Web.Hosting;

/// <summary>This host's own keys: its TLS certificate, its key towards the identity provider, and where the ring of form tokens lies.</summary>
internal sealed class WebKeys : IDisposable
{
    private const string ClientKey = "identity-client-es256";
    private const string DevelopmentRoot = "development-root-es256";
    private static readonly TimeSpan RootLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(30);

    private WebKeys(X509Certificate2 certificate, byte[] root, Es256Key client, string ring) =>
        (Certificate, Root, Client, RingFolder) = (certificate, root, client, ring);

    /// <summary>The TLS certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>In development the authority that made it, DER; else empty.</summary>
    public byte[] Root { get; }

    /// <summary>The key of <c>private_key_jwt</c>.</summary>
    public Es256Key Client { get; }

    /// <summary>Folder of the ring of form tokens.</summary>
    public string RingFolder { get; }

    /// <summary>Opens the keys in the folder, making what is missing.</summary>
    /// <param name="options">Options.</param>
    /// <param name="passphrase">Of the key file.</param>
    /// <param name="development">Whether a certificate may be made.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="KeyFileException">The key file does not open.</exception>
    public static WebKeys Open(WebOptions options, string passphrase, bool development, TimeProvider clock)
    {
        var folder = Directory.CreateDirectory(options.Data);
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        var path = Path.Combine(folder.FullName, "web.keys");
        using var file = File.Exists(path) ? SealedKeyFile.Open(path, passphrase) : SealedKeyFile.Create(path, passphrase);
        var client = Es256(file, ClientKey);
        var ring = folder.CreateSubdirectory("forms").FullName;
        if (options.CertificateFile.Length > 0)
        {
            var given = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.CertificateKeyFile);
            return new WebKeys(given, [], client, ring);
        }

        if (!development)
        {
            throw new PagesNotStartedException(WebTexts.Operator["certificate.missing"]);
        }

        var (certificate, root) = Make(file, folder.FullName, options.Hosts, clock);
        return new WebKeys(certificate, root, client, ring);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Certificate.Dispose();
    }

    private static Es256Key Es256(SealedKeyFile file, string name)
    {
        if (!file.Names.Contains(name))
        {
            using var made = Es256Key.Create();
            using var exported = made.Export();
            file.Add(name, exported);
        }

        return file.OpenEs256(name);
    }

    // One authority for as long as the folder lives, so that a browser that was told to believe it need not be told again.
    private static (X509Certificate2 Certificate, byte[] Root) Make(SealedKeyFile file, string folder, IReadOnlyList<string> hosts, TimeProvider clock)
    {
        var path = Path.Combine(folder, "development-ca.pem");
        CertificateAuthority authority;
        if (File.Exists(path) && file.Names.Contains(DevelopmentRoot))
        {
            authority = CertificateAuthority.Load(file.OpenEs256(DevelopmentRoot), TlsCertificates.FromPem(File.ReadAllText(path))[0]);
        }
        else
        {
            authority = CertificateAuthority.CreateRoot("Pds.Web development CA", CertificateValidity.From(clock, RootLife));
            using var exported = authority.ExportKey();
            file.Add(DevelopmentRoot, exported);
            File.WriteAllText(path, authority.CertificatePem);
        }

        using (authority)
        {
            using var key = Es256Key.Create();
            var names = hosts.Append("localhost").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var leaf = authority.IssueServer(key.PublicKey, names, [System.Net.IPAddress.Loopback], CertificateValidity.From(clock, LeafLife));
            return (TlsCertificates.WithKey(leaf, key), authority.Certificate);
        }
    }
}
