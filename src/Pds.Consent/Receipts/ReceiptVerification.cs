namespace Pds.Consent;

/// <summary>What a check says: <see cref="Valid"/> with what was read, or <see cref="Refused"/> with the first defect.</summary>
/// <typeparam name="T">The kind of token.</typeparam>
public abstract record ReceiptVerification<T>
{
    private ReceiptVerification()
    {
    }

    /// <summary>Authentic and in force.</summary>
    public sealed record Valid(T Value) : ReceiptVerification<T>;

    /// <summary>Not to be believed.</summary>
    public sealed record Refused(ReceiptDefect Defect) : ReceiptVerification<T>;
}
