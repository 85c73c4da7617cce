using System.Globalization;
using System.Text;
using QRCoder;

namespace Pds.Web.City;

/// <summary>A QR code as one SVG path: no picture to load, sharp on paper.</summary>
/// <param name="Side">Modules in a row, quiet zone included.</param>
/// <param name="Path">The dark modules, row by row.</param>
internal sealed record QrSquare(int Side, string Path)
{
    /// <summary>The code of a text.</summary>
    public static QrSquare Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
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
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
                }
            }
        }

        return new QrSquare(rows.Count, path.ToString());
    }
}
