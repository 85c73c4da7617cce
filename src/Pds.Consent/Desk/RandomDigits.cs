using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>Random decimal digits, each as likely as any other.</summary>
public static class RandomDigits
{
    private const int Fair = 250;

    /// <summary>So many of them.</summary>
    public static string Of(int count)
    {
        var digits = new List<char>();
        while (digits.Count < count)
        {
            // 250 to 255 would make the first digits likelier.
            digits.AddRange(RandomSource.Bytes(count).Where(b => b < Fair).Select(b => (char)('0' + (b % 10))));
        }

        return new string([.. digits.Take(count)]);
    }
}
