namespace Pds.Cryptography;

/// <summary>
/// From when to when a certificate is valid, in whole seconds and half-open. RFC 5280 would still accept the last second
/// itself; OpenSSL does not, and the stricter reading is also that of every other interval in this system.
/// </summary>
/// <param name="NotBefore">First instant, inclusive.</param>
/// <param name="NotAfter">First instant at which it no longer counts.</param>
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
