using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>The files of an organisation's identity. Folder 0700, files 0600; private keys only inside the sealed key file.</summary>
/// <remarks><c>keys.sealed</c> (Argon2id), <c>enrollment.csr</c> (until enrolled), <c>certificate.pem</c>, <c>city.json</c> (pinned
/// facts), <c>receipts.db</c>.</remarks>
internal sealed class IdentityFolder(string path)
{
    private const string CallKeyName = "organization-es256";
    private const string EncryptionKeyName = "recipient-hpke";
    private const string BookKeyName = "receipt-book";

    public string KeyFile => Path.Combine(path, "keys.sealed");

    public string CsrFile => Path.Combine(path, "enrollment.csr");

    public string CertificateFile => Path.Combine(path, "certificate.pem");

    public string CityFile => Path.Combine(path, "city.json");

    public string ReceiptBookFile => Path.Combine(path, "receipts.db");

    public bool IsEnrolled => File.Exists(CertificateFile) && File.Exists(CityFile);

    /// <summary>Opens the key file, or makes it on the first attempt to enrol. A crash in between leaves keys that the next attempt uses.</summary>
    public SealedKeyFile OpenOrMakeKeys(string passphrase)
    {
        OwnerOnly.MakeFolder(path);
        if (File.Exists(KeyFile))
        {
            var found = OpenKeys(passphrase);
            if (!found.Names.Contains(CallKeyName))
            {
                AddCallKey(found); // The power failed between the two steps below.
            }

            return found;
        }

        var keys = SealedKeyFile.Create(KeyFile, passphrase, EncryptionKeyName, BookKeyName);
        AddCallKey(keys);
        return keys;
    }

    /// <summary>Opens the key file; a wrong passphrase or a file readable by others is refused with a sentence.</summary>
    public SealedKeyFile OpenKeys(string passphrase)
    {
        try
        {
            return SealedKeyFile.Open(KeyFile, passphrase);
        }
        catch (KeyFileException refused)
        {
            throw new PdsException(
                LocalReasons.IdentityRefused, "鍵のファイルを開けません。合い言葉とファイルの権限を確かめてください。", inner: refused);
        }
    }

    public static Es256Key CallKey(SealedKeyFile keys) => keys.OpenEs256(CallKeyName);

    public static HpkePrivateKey EncryptionKey(SealedKeyFile keys) => keys.OpenHpke(EncryptionKeyName);

    public static SecretBytes BookKey(SealedKeyFile keys) => keys.Get(BookKeyName, keys.Current(BookKeyName));

    /// <summary>Writes what enrolment gave us. The certificate comes last: with it the folder counts as enrolled.</summary>
    public void Save(CityFacts city, string organizationId, IReadOnlyList<byte[]> chain)
    {
        var facts = new PinnedFacts(organizationId, city.Origin, city.Log.ToString(), Base64Url.Encode(city.Root));
        DurableFile.WriteAtomically(
            CityFile, JsonSerializer.SerializeToUtf8Bytes(facts, PinnedFactsJson.Default.PinnedFacts), DurableFile.OwnerOnly);
        // If the power fails here the same CSR is sent again with the same request id, and the same certificate comes back.
        SaveCertificate(chain);
        File.Delete(CsrFile);
    }

    /// <summary>Puts a certificate in the place of the one before. If the power fails the one or the other is there, and both count.</summary>
    public void SaveCertificate(IReadOnlyList<byte[]> chain) => DurableFile.WriteAtomically(
        CertificateFile, System.Text.Encoding.ASCII.GetBytes(TlsCertificates.ToPem(chain)), DurableFile.OwnerOnly);

    /// <summary>Opens the whole identity.</summary>
    public OrganizationIdentity Open(SealedKeyFile keys, byte[] root, string? logKey)
    {
        var facts = ReadFacts();
        if (!Base64Url.TryDecode(facts.Root, out var pinned) || !pinned.AsSpan().SequenceEqual(root)
            || (logKey is not null && logKey != facts.LogKey) || !NoteVerifier.TryParse(facts.LogKey, out var log))
        {
            throw new PdsException(LocalReasons.PinnedFactChanged, "市の証明書か台帳の鍵が、登録したときのものと違います。");
        }

        return new OrganizationIdentity(
            facts.OrganizationId,
            CallKey(keys),
            EncryptionKey(keys),
            TlsCertificates.FromPem(File.ReadAllText(CertificateFile)),
            new CityFacts(facts.Origin, log, root));
    }

    private PinnedFacts ReadFacts()
    {
        if (!IsEnrolled || OwnerOnly.IsOpenToOthers(CertificateFile) || OwnerOnly.IsOpenToOthers(CityFile))
        {
            throw new PdsException(
                LocalReasons.IdentityRefused, "この組織はまだ登録されていないか、身元のファイルをほかの人が読めます。");
        }

        return JsonSerializer.Deserialize(File.ReadAllBytes(CityFile), PinnedFactsJson.Default.PinnedFacts)
            ?? throw new PdsException(LocalReasons.IdentityRefused, "身元のファイルが壊れています。");
    }

    private static void AddCallKey(SealedKeyFile keys)
    {
        using var key = Es256Key.Create();
        using var pkcs8 = key.Export();
        keys.Add(CallKeyName, pkcs8);
    }
}
