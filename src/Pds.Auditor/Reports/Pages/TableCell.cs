namespace Pds.Auditor.Reports.Pages;

/// <summary>One cell.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Class">How it looks: <c>num</c>, <c>ok</c>, <c>bad</c>, <c>warn</c>; null for plain.</param>
/// <param name="Link">Where it leads, inside the page; null for nowhere.</param>
/// <param name="Id">Its anchor; null when it is none.</param>
internal readonly record struct TableCell(string? Text, string? Class = null, string? Link = null, string? Id = null)
{
    /// <summary>A plain cell.</summary>
    public static implicit operator TableCell(string? text) => new(text);

    /// <summary>A number.</summary>
    public static TableCell Number(string text) => new(text, "num");
}
