namespace Pds.Consent;

/// <summary>
/// How the resident's will is shown. A closed set that grows (passkey, oidc_step_up, counter, paper, voice); what is not here cannot
/// start a consent.
/// </summary>
public abstract record Evidence
{
    private Evidence()
    {
    }

    /// <summary>The kind, as written into documents, entries and receipts.</summary>
    public abstract string Kind { get; }

    /// <summary>The bytes that are kept with the document, and whose SHA-256 is entered.</summary>
    public abstract byte[] ToBytes();

    /// <summary>Its own name only.</summary>
    public sealed override string ToString() => Kind;

    /// <summary>A signature by an enrolled device of the resident.</summary>
    /// <param name="Jws">Compact JWS, see <see cref="EvidenceCheck"/>.</param>
    public sealed record DeviceSignature(string Jws) : Evidence
    {
        /// <inheritdoc/>
        public override string Kind => "device_signature";

        /// <inheritdoc/>
        public override byte[] ToBytes() => System.Text.Encoding.ASCII.GetBytes(Jws);
    }
}
