namespace Pds.Web.SignIn;

/// <summary>One way of a browser to the provider and back: what it is for, and what only this host knows about it. Prints its type only.</summary>
internal sealed class Flow
{
    /// <summary>128 random bits; in the provider's address and back.</summary>
    public required string State { get; init; }

    /// <summary>The PKCE verifier (RFC 7636 section 4.1), 43 characters.</summary>
    public required string Verifier { get; init; }

    /// <summary>The <c>nonce</c> that the ID token must carry: the server's challenge, or the digest of what is consented to.</summary>
    public required string Nonce { get; init; }

    /// <summary>The browser it began in: SHA-256 of a cookie's value.</summary>
    public required byte[] Browser { get; init; }

    /// <summary>What happens when it comes back with an ID token. Returns the local address to go to.</summary>
    public required Func<HttpContext, string, Task<string>> Finish { get; init; }

    /// <summary>Until when it may come back.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Where the first return led, once there was one: a second press of the same address goes there too.</summary>
    public Task<string>? Outcome { get; set; }

    /// <inheritdoc/>
    public override string ToString() => nameof(Flow);
}
