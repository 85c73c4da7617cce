namespace Pds.Web;

/// <summary>The end of an id, to be read out or copied by hand: eight characters in two groups. Base32 has neither 0 nor 1.</summary>
internal static class ShortNumber
{
    private const int Length = 8;

    public static string Of(string id)
    {
        var end = id[^Math.Min(Length, id.Length)..].ToUpperInvariant();
        return end.Length == Length ? $"{end[..4]}-{end[4..]}" : end;
    }
}
