namespace Pds.Cryptography;

/// <summary>
/// The default key store: one file, mode 0600, sealed under a passphrase by Argon2id (64 MiB, 3 passes). Keep it out of the
/// data backup. Each change replaces the file in one durable step. Safe to share between threads.
/// </summary>
public sealed class SealedKeyFile : IKeyStore
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly byte[] header;
    private readonly SecretBytes sealingKey;
    private readonly SortedDictionary<string, SortedDictionary<int, SecretBytes>> secrets = new(StringComparer.Ordinal);

    private SealedKeyFile(string path, byte[] header, SecretBytes sealingKey)
    {
        this.path = path;
        this.header = header;
        this.sealingKey = sealingKey;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. secrets.Keys];
            }
        }
    }

    /// <summary>Makes a new file with a random 32-byte secret, version 1, under each name.</summary>
    /// <param name="path">The file, which must not exist; its directory must.</param>
    /// <param name="passphrase">At least 12 characters.</param>
    /// <param name="names">Names: 1 to 64 of a–z, 0–9, '-' and '/'.</param>
    /// <exception cref="KeyFileException">The file exists: keys are never overwritten. Or the passphrase is too short.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public static SealedKeyFile Create(string path, string passphrase, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        if (File.Exists(path))
        {
            throw new KeyFileException($"{path} already exists. Keys are never overwritten; choose another path or open it.");
        }

        if (passphrase.Length < 12)
        {
            throw new KeyFileException("The passphrase of the key file needs at least 12 characters.");
        }

        var header = KeyFileFormat.NewHeader(PassphraseKey.Standard);
        var file = new SealedKeyFile(path, header, KeyFileFormat.Key(PassphraseKey.Standard, header, passphrase));
        foreach (var name in names)
        {
            file.Put(name, 1, SecretBytes.Random(MasterKey.Size));
        }

        file.Save();
        return file;
    }

    /// <summary>Opens an existing file.</summary>
    /// <exception cref="KeyFileException">
    /// There is no such file, others may read it, it is no key file, or passphrase and file do not belong together.
    /// </exception>
    public static SealedKeyFile Open(string path, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var bytes = Read(path);
        if (!KeyFileFormat.TryReadHeader(bytes, out var header, out var cost))
        {
            throw new KeyFileException($"{path} is not a key file of this program, or its header was changed.");
        }

        var file = new SealedKeyFile(path, header, KeyFileFormat.Key(cost, header, passphrase));
        if (KeyFileFormat.TryOpen(file.sealingKey, header, bytes, file.secrets))
        {
            return file;
        }

        file.Dispose();
        throw new KeyFileException($"{path} does not open: the passphrase is another one, or the file was damaged.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Versions(string name)
    {
        lock (gate)
        {
            return secrets.TryGetValue(name, out var versions) ? [.. versions.Keys] : [];
        }
    }

    /// <inheritdoc/>
    public int Current(string name)
    {
        lock (gate)
        {
            return VersionsOf(name).Keys.Last();
        }
    }

    /// <inheritdoc/>
    public SecretBytes Get(string name, int version)
    {
        lock (gate)
        {
            return VersionsOf(name).TryGetValue(version, out var secret)
                ? secret.Copy()
                : throw new KeyNotFoundException($"The key file has no version {version} of '{name}'.");
        }
    }

    /// <summary>Stores a secret made elsewhere (an ES256 key as PKCS#8) as the next version of <paramref name="name"/>.</summary>
    /// <returns>The version given to it.</returns>
    /// <exception cref="IOException">The disk refused; the file still holds what it held.</exception>
    public int Add(string name, SecretBytes secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        lock (gate)
        {
            var version = secrets.TryGetValue(name, out var versions) && versions.Count > 0 ? versions.Keys.Last() + 1 : 1;
            Put(name, version, secret.Copy());
            try
            {
                Save();
            }
            catch
            {
                Drop(name, version);
                throw;
            }

            return version;
        }
    }

    /// <summary>Adds a random 32-byte secret as the next version of <paramref name="name"/>.</summary>
    /// <returns>The version given to it.</returns>
    /// <exception cref="IOException">The disk refused; the file still holds what it held.</exception>
    public int Rotate(string name)
    {
        using var secret = SecretBytes.Random(MasterKey.Size);
        return Add(name, secret);
    }

    /// <summary>
    /// Destroys a version: what it wrapped can never be opened again. The newest version cannot be destroyed. Old copies of
    /// the file (backups, worn flash cells) are outside our reach, which is why the file must not be in the data backup.
    /// </summary>
    /// <returns>False when there is no such version or it is the newest.</returns>
    /// <exception cref="IOException">The disk refused; the version may come back after a restart.</exception>
    public bool Destroy(string name, int version)
    {
        lock (gate)
        {
            if (!secrets.TryGetValue(name, out var versions) || !versions.ContainsKey(version) || versions.Keys.Last() == version)
            {
                return false;
            }

            Drop(name, version);
            Save();
            return true;
        }
    }

    /// <summary>Zeroes every secret in memory; the file stays.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var secret in secrets.Values.SelectMany(v => v.Values))
            {
                secret.Dispose();
            }

            secrets.Clear();
            sealingKey.Dispose();
        }
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(SealedKeyFile);

    private static byte[] Read(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new KeyFileException($"There is no key file at {path}.");
        }

        if (!OperatingSystem.IsWindows() && (info.UnixFileMode & ~DurableFile.OwnerOnly) != 0)
        {
            throw new KeyFileException($"{path} may be read by others. Set its mode to 0600.");
        }

        return info.Length <= KeyFileFormat.MaxFileBytes
            ? File.ReadAllBytes(path)
            : throw new KeyFileException($"{path} is too long to be a key file.");
    }

    private SortedDictionary<int, SecretBytes> VersionsOf(string name) =>
        secrets.TryGetValue(name, out var versions) ? versions : throw new KeyNotFoundException($"The key file has no '{name}'.");

    private void Put(string name, int version, SecretBytes secret)
    {
        if (name.Length is 0 or > 64 || name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-/"))
        {
            throw new ArgumentException($"'{name}' is no name for a key.", nameof(name));
        }

        if (!secrets.TryGetValue(name, out var versions))
        {
            secrets[name] = versions = [];
        }

        versions[version] = secret;
    }

    private void Drop(string name, int version)
    {
        secrets[name].Remove(version, out var secret);
        secret?.Dispose();
        if (secrets[name].Count == 0)
        {
            secrets.Remove(name);
        }
    }

    // If power fails inside, the file holds either the old or the new set of keys, each whole.
    private void Save() =>
        DurableFile.WriteAtomically(path, KeyFileFormat.Close(sealingKey, header, secrets), DurableFile.OwnerOnly);
}
