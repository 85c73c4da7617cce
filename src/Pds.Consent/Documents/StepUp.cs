namespace Pds.Consent;

/// <summary>
/// What saying yes to sensitive data asks for beside evidence (FEATURES S5): that her will is minutes old. Sensitive is what the dataset marks so
/// (special-care data, APPI article 2(3)). A passkey answered with its owner verified, for exactly these documents; a sign-in and a device's signature
/// are of the last <see cref="Fresh"/>. A kind of evidence that is not named here is not strong.
/// </summary>
public static class StepUp
{
    /// <summary>For how long a sign-in or a signature counts as of now: 5 minutes, and the skew that their clocks are allowed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>Whether a dataset's fields ask for it.</summary>
    public static bool IsAskedFor(Dataset dataset, IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Any(name => dataset.Field(name) is { Sensitive: true });
    }

    /// <summary>Whether accepted evidence is strong now.</summary>
    public static bool IsMetBy(Evidence evidence, DateTimeOffset now) => evidence switch
    {
        Evidence.PasskeyAssertion => true,
        Evidence.OidcStepUp signIn => IdToken.TryParse(signIn.IdToken, out var token) && now - token.SignedInAt <= Fresh + IdToken.MaxSkew,
        Evidence.Counter counter => IsMetBy(counter.SignIn, now),

        // A clerk who saw her write and another who read it apart: strong as what two people stand for, and the form was printed for this very revision.
        Evidence.Paper => true,
        Evidence.DeviceSignature signature => EvidenceCheck.TryReadTime(signature, out var at) && now - at <= Fresh + EvidenceCheck.MaxAhead,
        _ => false,
    };
}
