using System.Text;

namespace Pds.Consent;

/// <summary>The machine-readable spelling of a name: <c>CONSENT_WITHDRAWN</c> for <c>ConsentWithdrawn</c>.</summary>
internal static class UpperSnake
{
    internal static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
