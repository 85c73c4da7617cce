namespace Pds.Cryptography;

/// <summary>From when to when a certificate is valid. X.509 counts whole seconds, and its end second still counts.</summary>
/// <param name="NotBefore">First instant, inclusive.</param>
/// <param name="NotAfter">Last second, inclusive.</param>
public readonly record struct CertificateValidity(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Begins five minutes ago, so that a peer whose clock is a little slow accepts it.</summary>
    public static CertificateValidity From(TimeProvider clock, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        return new CertificateValidity(now.AddMinutes(-5), now.Add(length));
    }
}
