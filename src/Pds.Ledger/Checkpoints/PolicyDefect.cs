namespace Pds.Ledger;

/// <summary>Why a policy text was refused.</summary>
/// <param name="Line">The line, from 1; 0 when it is the text as a whole.</param>
/// <param name="Reason">What is wrong and what would be right, in one sentence.</param>
public sealed record PolicyDefect(int Line, string Reason)
{
    /// <summary>The sentence with its line.</summary>
    public override string ToString() => Line == 0 ? Reason : $"line {DecimalText.Of(Line)}: {Reason}";
}
