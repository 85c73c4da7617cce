using Pds.Cryptography;

namespace Pds.Server.FirstRun;

/// <summary>The files of one deployment. The folder is 0700; keys, passphrase and bootstrap code are 0600.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string path;

    /// <summary>Opens or makes the folder, and makes it the owner's only.</summary>
    /// <exception cref="StartRefusedException">It is another user's.</exception>
    public DataFolder(string path)
    {
        this.path = Path.GetFullPath(path);
        if (!Directory.Exists(this.path))
        {
            Make(this.path);
        }
        else if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(this.path) != OwnerOnly)
        {
            Tighten(this.path);
        }
    }

    /// <summary>The folder itself.</summary>
    public string Root => path;

    /// <summary>The sealed key file. Keep it out of the data backup.</summary>
    public string Keys => Path.Combine(path, "keys.sealed");

    /// <summary>The generated passphrase; exists only in development.</summary>
    public string DevelopmentPassphrase => Path.Combine(path, "dev-passphrase");

    /// <summary>The one-time code of the first steward, until it enrolled.</summary>
    public string BootstrapCode => Path.Combine(path, "bootstrap-code");

    /// <summary>The one-time code of the pages' web host, until it enrolled.</summary>
    public string WebHostCode => Path.Combine(path, "web-host-code");

    /// <summary>The keys of the pages' own identity provider; exists only in development.</summary>
    public string DevelopmentIdentityKeys => Path.Combine(path, "dev-identity-keys.json");

    /// <summary>The city's root certificate, PEM: what clients pin.</summary>
    public string RootCertificate => Path.Combine(path, "ca.pem");

    /// <summary>The receipt signer's certificate, PEM.</summary>
    public string IssuerCertificate => Path.Combine(path, "issuer.pem");

    /// <summary>The public tile directory.</summary>
    public string Log => Path.Combine(path, "log");

    /// <summary>Sealed exports for auditors, until they expire.</summary>
    public string Exports => Path.Combine(path, "exports");

    /// <summary>Where the running server listens, one line; for programs that started it on a free port.</summary>
    public string Address => Path.Combine(path, "address");

    /// <summary>Settings that stay with the data.</summary>
    public string Settings => Path.Combine(path, "server.json");

    /// <summary>Makes a folder of the owner's only.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    // A folder made by hand is usually open to everyone on the machine; names and sizes of what lies in it are nobody else's business.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Tighten(string folder)
    {
        try
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"データフォルダー {folder} は別の利用者のものです。自分のフォルダーを --data で指定してください。\n"
                + $"The data folder {folder} belongs to another user. Give a folder of your own with --data.");
        }
    }

    /// <summary>Writes a text only its owner can read, durably.</summary>
    public static void WritePrivate(string file, string text) =>
        DurableFile.WriteAtomically(file, System.Text.Encoding.UTF8.GetBytes(text), DurableFile.OwnerOnly);

    /// <summary>Writes a text everyone may read, durably.</summary>
    public static void WritePublic(string file, string text) =>
        DurableFile.WriteAtomically(file, System.Text.Encoding.UTF8.GetBytes(text), DurableFile.Public);
}
