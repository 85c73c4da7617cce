namespace Pds.Auditor.Reports.Pia;

/// <summary>A measure, planned or in place.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Text">What it is.</param>
internal sealed record PiaMeasure(string Title, string Text);
