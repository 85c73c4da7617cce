namespace Pds.Cryptography;

/// <summary>
/// Where the roles' secrets live: named, each in versions 1, 2, 3 … of which old ones are destroyed after rotation. The
/// sealed key file is the first kind, a hardware module the second.
/// </summary>
public interface IKeyStore : IDisposable
{
    /// <summary>The names present, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The versions still present under <paramref name="name"/>, rising; empty when the name is unknown.</summary>
    IReadOnlyList<int> Versions(string name);

    /// <summary>The newest version.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    int Current(string name);

    /// <summary>A copy of the secret, owned by the caller.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name or version.</exception>
    SecretBytes Get(string name, int version);
}
