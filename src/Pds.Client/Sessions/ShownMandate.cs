namespace Pds.Client;

/// <summary>The exact document by which somebody would act for a resident, whose digest was checked here.</summary>
/// <param name="MandateId">The mandate it would become (<c>mdt_…</c>).</param>
/// <param name="Bytes">Canonical JSON, UTF-8.</param>
/// <param name="Digest">SHA-256 of the bytes, 32 bytes.</param>
/// <param name="ExpiresAt">Until when it can be agreed to.</param>
public sealed record ShownMandate(string MandateId, byte[] Bytes, byte[] Digest, DateTimeOffset ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ShownMandate);
}
