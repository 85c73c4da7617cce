using Google.Protobuf;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Exchanges a one-time code for a certificate: keys are made here and never leave; the city signs what it is shown.</summary>
internal static class Enrollment
{
    /// <summary>How long before its end a certificate is renewed: two months in which a service that starts now and then has started.</summary>
    public static readonly TimeSpan RenewWithin = TimeSpan.FromDays(60);

    /// <summary>Enrols, or finishes an enrolment that was cut off: keys, CSR and request id are the same in every attempt.</summary>
    public static async Task RunAsync(PdsClientOptions options, string code, CancellationToken cancellationToken)
    {
        var folder = new IdentityFolder(options.IdentityFolder);
        if (folder.IsEnrolled)
        {
            throw new PdsException(LocalReasons.IdentityRefused, "この組織はすでに登録されています。");
        }

        using var keys = folder.OpenOrMakeKeys(options.Passphrase);
        using var callKey = IdentityFolder.CallKey(keys);
        using var encryptionKey = IdentityFolder.EncryptionKey(keys);
        var city = await CityFacts.LearnAsync(options.Address!, options.CityCaFile, options.LogKey, options.CallTimeout, cancellationToken).ConfigureAwait(false);
        var request = new EnrollOrganizationRequest
        {
            EnrollmentCode = code,
            Csr = ByteString.CopyFrom(CsrOf(folder, callKey)),
            EncryptionPublicKey = ByteString.CopyFrom(encryptionKey.PublicKey.Raw),
            RequestId = RequestIdOf(code, callKey),
        };
        using var channel = SecureChannel.Open(options.Address!, city.Root, null, null, RetryPolicies.From(options), options.CallTimeout);
        var organizations = new OrganizationService.OrganizationServiceClient(channel.Invoker);
        var answer = await Call.RunAsync(
            "EnrollOrganization",
            null,
            () => organizations.EnrollOrganizationAsync(request, cancellationToken: cancellationToken).ResponseAsync,
            cancellationToken).ConfigureAwait(false);
        var chain = answer.CertificateChain.Select(der => der.ToByteArray()).ToList();
        Require(chain, callKey, city);
        folder.Save(city, answer.Organization.OrganizationId, chain);
    }

    /// <summary>
    /// Fetches the next certificate when less than <see cref="RenewWithin"/> is left of this one, keeps it and goes on under it; otherwise asks nobody. One
    /// whose time is over cannot be renewed: the city gives a new code.
    /// </summary>
    /// <exception cref="PdsException">The server's reason, or a reason of ours; the certificate in use goes on counting until its end.</exception>
    public static async Task RenewAsync(
        IdentityFolder folder, OrganizationIdentity identity, SecureChannel channel, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (TlsCertificates.EndOf(identity.CertificateChain[0]) - clock.GetUtcNow() > RenewWithin)
        {
            return;
        }

        var organizations = new OrganizationService.OrganizationServiceClient(channel.Invoker);
        var request = new RenewCertificateRequest
        {
            Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(identity.CallKey, "CN=organization")), RequestId = RequestIds.OrNew(null),
        };
        var answer = await Call.RunAsync(
            "RenewCertificate",
            null,
            () => organizations.RenewCertificateAsync(request, cancellationToken: cancellationToken).ResponseAsync,
            cancellationToken).ConfigureAwait(false);
        var chain = answer.CertificateChain.Select(der => der.ToByteArray()).ToList();
        Require(chain, identity.CallKey, identity.City);
        folder.SaveCertificate(chain);
        identity.CertificateChain = chain;
        channel.Reconnect();
    }

    // A CSR's signature differs each time it is made, so the first one is kept: the same message must be sent again.
    private static byte[] CsrOf(IdentityFolder folder, Es256Key key)
    {
        if (File.Exists(folder.CsrFile))
        {
            return File.ReadAllBytes(folder.CsrFile);
        }

        var csr = CertificateSigningRequest.Create(key, "CN=organization");
        DurableFile.WriteAtomically(folder.CsrFile, csr, DurableFile.OwnerOnly);
        return csr;
    }

    private static string RequestIdOf(string code, Es256Key key) =>
        Base64Url.Encode(Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(code + " " + key.PublicKey.Jkt)));

    private static void Require(List<byte[]> chain, Es256Key key, CityFacts city)
    {
        var ours = chain.Count is >= 2 and <= 4
            && Es256PublicKey.TryFromCertificate(chain[0], out var leaf) && leaf.Equals(key.PublicKey)
            && chain[^1].AsSpan().SequenceEqual(city.Root);
        if (!ours)
        {
            throw new PdsException(LocalReasons.IdentityRefused, "返ってきた証明書が、わたしたちの鍵のものではありません。");
        }
    }
}
