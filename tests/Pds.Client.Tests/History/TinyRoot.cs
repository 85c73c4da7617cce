using Pds.Cryptography;

namespace Pds.Client.Tests;

/// <summary>A root certificate for facts about a city; no connection is made under it.</summary>
internal static class TinyRoot
{
    public static byte[] Der { get; } = Make();

    private static byte[] Make()
    {
        using var authority = CertificateAuthority.CreateRoot("tiny", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(1)));
        return authority.Certificate;
    }
}
