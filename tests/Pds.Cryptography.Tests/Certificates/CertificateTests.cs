using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography.Tests.Certificates;

public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CertificateValidity TenYears = new(Now, Now.AddYears(10));
    private static readonly CertificateValidity OneYear = new(Now, Now.AddYears(1));

    private readonly CertificateAuthority authority = CertificateAuthority.CreateRoot("見本市 認証局", TenYears);
    private readonly Es256Key key = Es256Key.Create();

    public void Dispose()
    {
        authority.Dispose();
        key.Dispose();
    }

    [Fact]
    public void Client_certificate_says_which_organisation_it_is()
    {
        var certificate = Client("org_abc");

        Validate(certificate, CertificatePurpose.Client, out var valid).Should().BeTrue();

        valid!.OrganizationId.Should().Be("org_abc");
        valid.CommonName.Should().Be("org_abc");
        valid.Key.Should().Be(key.PublicKey);
        valid.NotAfter.Should().Be(OneYear.NotAfter);
    }

    [Fact]
    public void Server_certificate_carries_names_and_addresses()
    {
        var der = authority.IssueServer(key.PublicKey, ["pds.example", "localhost"], [IPAddress.Loopback], OneYear);

        Validate(der, CertificatePurpose.Server, out var valid).Should().BeTrue();

        valid!.DnsNames.Should().Equal("pds.example", "localhost");
        valid.OrganizationId.Should().BeNull();
        using var tls = TlsCertificates.WithKey(der, key);
        tls.HasPrivateKey.Should().BeTrue();
        tls.MatchesHostname("127.0.0.1").Should().BeTrue();
    }

    [Fact]
    public void Signer_certificate_carries_its_issuer_uri()
    {
        var der = authority.IssueSigner(key.PublicKey, "https://pds.example/" + new string('a', 80), OneYear);

        Validate(der, CertificatePurpose.ReceiptSigner, out var valid).Should().BeTrue();

        valid!.Uris.Should().ContainSingle().Which.Should().StartWith("https://pds.example/");
    }

    [Fact]
    public void Certificate_of_one_purpose_counts_for_no_other()
    {
        byte[][] issued =
        [
            authority.IssueServer(key.PublicKey, ["localhost"], [], OneYear),
            Client("org_abc"),
            authority.IssueSigner(key.PublicKey, "https://pds.example", OneYear),
        ];
        var purposes = Enum.GetValues<CertificatePurpose>();

        for (var i = 0; i < issued.Length; i++)
        {
            foreach (var purpose in purposes)
            {
                Validate(issued[i], purpose, out _).Should().Be(purpose == purposes[i], "{0} as {1}", purposes[i], purpose);
            }
        }
    }

    [Fact]
    public void Certificate_of_a_foreign_root_is_refused()
    {
        using var foreign = CertificateAuthority.CreateRoot("見本市 認証局", TenYears);
        var certificate = foreign.IssueSigner(key.PublicKey, "https://pds.example", OneYear);

        Validate(certificate, CertificatePurpose.ReceiptSigner, out _).Should().BeFalse("only the name is the same");
        CertificateChains.TryValidate(
            certificate, [foreign.Certificate], [authority.Certificate], Now, CertificatePurpose.ReceiptSigner, out _)
            .Should().BeFalse("a root that comes with the chain counts for nothing");
    }

    [Fact]
    public void Certificate_counts_only_within_its_time()
    {
        var certificate = Client("org_abc");

        ValidateAt(certificate, OneYear.NotBefore).Should().BeTrue();
        ValidateAt(certificate, OneYear.NotAfter.AddSeconds(-1)).Should().BeTrue();
        ValidateAt(certificate, OneYear.NotBefore.AddSeconds(-1)).Should().BeFalse();
        ValidateAt(certificate, OneYear.NotAfter).Should().BeFalse();
    }

    [Fact]
    public void Leaf_never_outlives_its_root()
    {
        var certificate = authority.IssueSigner(key.PublicKey, "https://pds.example", new(Now.AddYears(-1), Now.AddYears(50)));

        using var loaded = X509CertificateLoader.LoadCertificate(certificate);

        loaded.NotBefore.ToUniversalTime().Should().Be(TenYears.NotBefore.UtcDateTime);
        loaded.NotAfter.ToUniversalTime().Should().Be(TenYears.NotAfter.UtcDateTime);
    }

    [Fact]
    public void Root_and_leaf_cannot_issue()
    {
        var leaf = Client("org_abc");
        using var native = key.OpenNative();
        using var loaded = X509CertificateLoader.LoadCertificate(leaf);
        var request = new CertificateRequest("CN=org_evil", native, HashAlgorithmName.SHA256);
        CertificateProfile.AddLeaf(request, CertificatePurpose.Client, null, loaded);
        using var issued = request.Create(
            loaded.SubjectName, X509SignatureGenerator.CreateForECDsa(native), loaded.NotBefore, loaded.NotAfter, [1]);

        CertificateChains.TryValidate(
            issued.RawData, [leaf], [authority.Certificate], Now.AddDays(1), CertificatePurpose.Client, out _).Should().BeFalse();
        Validate(authority.Certificate, CertificatePurpose.Client, out _).Should().BeFalse("a root is no leaf");
    }

    [Fact]
    public void Every_flipped_byte_of_a_certificate_is_refused()
    {
        var certificate = Client("org_abc");

        for (var i = 0; i < certificate.Length; i++)
        {
            var bad = (byte[])certificate.Clone();
            bad[i] ^= 1;
            Validate(bad, CertificatePurpose.Client, out _).Should().BeFalse("byte {0}", i);
        }
    }

    [Fact]
    public void Bytes_after_a_certificate_and_pem_are_refused()
    {
        var certificate = Client("org_abc");

        Validate([.. certificate, 0], CertificatePurpose.Client, out _).Should().BeFalse();
        Validate(System.Text.Encoding.ASCII.GetBytes(TlsCertificates.ToPem(certificate)), CertificatePurpose.Client, out _).Should().BeFalse();
        Validate([], CertificatePurpose.Client, out _).Should().BeFalse();
    }

    [Fact]
    public void Trust_remembers_good_chains_and_still_looks_at_the_clock()
    {
        var trust = new CertificateTrust(CertificatePurpose.Client, authority.Certificate);
        IReadOnlyList<byte[]> chain = [Client("org_abc"), authority.Certificate];

        trust.TryValidate(chain, Now.AddDays(1), out var first).Should().BeTrue();
        trust.TryValidate(chain, Now.AddDays(2), out var second).Should().BeTrue();

        second.Should().BeSameAs(first);
        trust.TryValidate(chain, OneYear.NotAfter.AddSeconds(-1), out _).Should().BeTrue();
        trust.TryValidate(chain, OneYear.NotAfter, out _).Should().BeFalse();
        trust.TryValidate(chain, Now.AddYears(2), out _).Should().BeFalse();
        trust.TryValidate(chain, Now.AddDays(-1), out _).Should().BeFalse();
        trust.TryValidate([], Now, out _).Should().BeFalse();
    }

    [Fact]
    public void Authority_survives_export_and_load()
    {
        using var pkcs8 = authority.ExportKey();
        using var loaded = CertificateAuthority.Load(Es256Key.Import(pkcs8.Span), authority.Certificate);

        var certificate = loaded.IssueSigner(key.PublicKey, "https://pds.example", OneYear);

        Validate(certificate, CertificatePurpose.ReceiptSigner, out _).Should().BeTrue();
        FluentActions.Invoking(() => CertificateAuthority.Load(key, authority.Certificate)).Should().Throw<CryptographicException>();
    }

    [Fact]
    public void Pem_round_trips()
    {
        var leaf = Client("org_abc");

        TlsCertificates.FromPem(TlsCertificates.ToPem(leaf, authority.Certificate)).Should().BeEquivalentTo([leaf, authority.Certificate]);
    }

    [Fact]
    public void Request_proves_possession_of_its_key()
    {
        var request = CertificateSigningRequest.Create(key, "any name");

        CertificateSigningRequest.TryParse(request, out var parsed).Should().BeTrue();

        parsed!.PublicKey.Should().Be(key.PublicKey);
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_of_a_request_is_refused()
    {
        var request = CertificateSigningRequest.Create(key, "x");

        foreach (var bad in Damage.Of(request))
        {
            CertificateSigningRequest.TryParse(bad, out _).Should().BeFalse();
        }
    }

    [Fact]
    public void Request_of_another_kind_of_key_is_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        byte[][] others =
        [
            new CertificateRequest("CN=x", p384, HashAlgorithmName.SHA256).CreateSigningRequest(),
            new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(),
        ];

        others.Should().OnlyContain(o => !Parses(o));
    }

    [Fact]
    public void Oversized_request_is_refused_unread()
    {
        Parses(new byte[CertificateSigningRequest.MaxLength + 1]).Should().BeFalse();
        Parses([]).Should().BeFalse();
    }

    private static bool Parses(byte[] request) => CertificateSigningRequest.TryParse(request, out _);

    private byte[] Client(string organizationId)
    {
        CertificateSigningRequest.TryParse(CertificateSigningRequest.Create(key, "ignored"), out var request).Should().BeTrue();
        return authority.IssueClient(request!, organizationId, OneYear);
    }

    private bool ValidateAt(byte[] certificate, DateTimeOffset at) =>
        CertificateChains.TryValidate(certificate, [], [authority.Certificate], at, CertificatePurpose.Client, out _);

    private bool Validate(byte[] certificate, CertificatePurpose purpose, out ValidCertificate? valid) =>
        CertificateChains.TryValidate(certificate, [], [authority.Certificate], Now.AddDays(1), purpose, out valid);
}
