using System.Globalization;
using System.Text;
using QRCoder;

namespace Pds.Web.City;

/// <summary>A QR code as one SVG path: no picture to load, sharp on paper.</summary>
/// <param name="Side">Modules in a row, quiet zone included.</param>
/// <param name="Path">The dark modules, row by row: strokes one module thick through the middle of each row.</param>
internal sealed record QrSquare(int Side, string Path)
{
    // Up to here a code stands a stain or a fold; a longer text needs the room for itself.
    private const int Short = 300;

    /// <summary>The code of a text, at most 2,900 bytes in UTF-8.</summary>
    public static QrSquare Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, text.Length <= Short ? QRCodeGenerator.ECCLevel.M : QRCodeGenerator.ECCLevel.L);
        var path = new StringBuilder();
        var rows = data.ModuleMatrix;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}.5h{x - from}");
                }
            }
        }

        return new QrSquare(rows.Count, path.ToString());
    }
}
