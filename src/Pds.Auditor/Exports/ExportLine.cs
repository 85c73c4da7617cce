namespace Pds.Auditor.Exports;

/// <summary>One line of a part.</summary>
/// <param name="File">The part.</param>
/// <param name="Number">Which line, from 1.</param>
/// <param name="Bytes">The line without its newline; null when it is too long or has no end.</param>
internal sealed record ExportLine(string File, int Number, ReadOnlyMemory<byte>? Bytes)
{
    /// <summary>File and line, for people.</summary>
    public string Place => $"{File}:{Number}";
}
