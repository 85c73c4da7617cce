using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;

namespace Pds.Web.Staff;

/// <summary>A receipt as the desk prints it: checked now, with the proof of its entry as a square code. It does not hold her label key, which only she takes away herself.</summary>
/// <param name="View">The consent with its words.</param>
/// <param name="Check">What the offline verifier says.</param>
/// <param name="Code">The proof of the entry; null when there is none.</param>
internal sealed record ReceiptSheet(ConsentView View, ReceiptCheck Check, QrSquare? Code)
{
    /// <summary>Puts it together.</summary>
    public static ReceiptSheet Of(ConsentView view, Receipt receipt, WebHost city)
    {
        ArgumentNullException.ThrowIfNull(city);
        var check = ReceiptCheck.Of(receipt, city.Verifier);
        return new ReceiptSheet(view, check, check.Code(city.Origin, labelKey: null));
    }
}
