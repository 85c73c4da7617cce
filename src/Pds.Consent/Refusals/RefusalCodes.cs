using System.Collections.Frozen;

namespace Pds.Consent;

/// <summary>The machine-readable spelling of each <see cref="RefusalReason"/>: its name in UPPER_SNAKE, as in <c>errors.proto</c>.</summary>
public static class RefusalCodes
{
    private static readonly FrozenDictionary<RefusalReason, string> ByReason =
        Enum.GetValues<RefusalReason>().ToFrozenDictionary(r => r, r => UpperSnake.Of(r.ToString()));

    private static readonly FrozenDictionary<string, RefusalReason> ByCode =
        ByReason.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary><c>CONSENT_WITHDRAWN</c> for <see cref="RefusalReason.ConsentWithdrawn"/>, and so on.</summary>
    public static string Code(this RefusalReason reason) => ByReason[reason];

    /// <summary>The reason of a code. False for anything that is not exactly one of the codes.</summary>
    public static bool TryParse(string? code, out RefusalReason reason) => ByCode.TryGetValue(code ?? "", out reason);

    /// <summary>
    /// True for what asks for more than a purpose, or a consent under it, allows: fields, time, frequency, range, retention, mode
    /// (FEATURES Q11).
    /// </summary>
    public static bool IsAboveCeilings(this RefusalReason reason) => reason is
        RefusalReason.ValidityAboveCeiling or RefusalReason.FrequencyAboveCeiling or RefusalReason.DataRangeAboveCeiling
        or RefusalReason.RetentionAboveCeiling or RefusalReason.ModeAboveCeiling or RefusalReason.FieldsNotInPurpose
        or RefusalReason.FieldsNotGranted or RefusalReason.DataRangeNotGranted or RefusalReason.CallFrequencyExceeded;
}
