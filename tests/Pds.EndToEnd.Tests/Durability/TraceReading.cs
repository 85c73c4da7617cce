using System.Globalization;
using System.Text.RegularExpressions;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// Reads <c>strace -f -ttt -yy</c>. strace writes a call's line when it returns and, when another thread's call comes between, an
/// "unfinished" line where it entered and a "resumed" line where it returned. A write or sync counts where it returned, a send where it
/// entered: so a wrong order is never read as a right one.
/// </summary>
internal static partial class TraceReading
{
    public static IReadOnlyList<Step> Read(IEnumerable<string> lines)
    {
        var steps = new List<Step>();
        var open = new Dictionary<string, (string Call, string Text, int Place)>();
        foreach (var match in lines.Select(line => Line().Match(line)).Where(match => match.Success))
        {
            var (thread, at, text) = (match.Groups[1].Value, double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), match.Groups[3].Value);
            if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                steps.Add(new Step(at, StepKind.Sent, 0)); // Kept for a send that enters here; its size is known when it returns.
                open[thread] = (text, text, steps.Count - 1);
            }
            else if (Resumed().Match(text) is { Success: true } resumed && open.Remove(thread, out var begun))
            {
                var whole = begun.Text.Replace("<unfinished ...>", "", StringComparison.Ordinal) + resumed.Groups[1].Value;
                if (StepOf(at, whole) is { } step)
                {
                    if (step.Kind == StepKind.Sent)
                    {
                        steps[begun.Place] = step with { At = steps[begun.Place].At };
                    }
                    else
                    {
                        steps.Add(step);
                    }
                }
            }
            else if (StepOf(at, text) is { } step)
            {
                steps.Add(step);
            }
        }

        return [.. steps.Where(step => step.Kind != StepKind.Sent || step.Bytes > 0)];
    }

    private static Step? StepOf(double at, string text)
    {
        var result = Result().Match(text) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1;
        var call = text[..Math.Max(0, text.IndexOf('(', StringComparison.Ordinal))];
        var isLog = text.Contains("pds.db-wal>", StringComparison.Ordinal);
        return call switch
        {
            "fdatasync" or "fsync" when isLog => new Step(at, result == 0 ? StepKind.LogSynced : StepKind.SyncFailed, 0),
            "pwrite64" or "write" or "writev" when isLog && result > 0 => new Step(at, StepKind.LogWritten, result),
            "sendto" or "sendmsg" or "write" or "writev" when text.Contains("<TCP", StringComparison.Ordinal) && result > 0 => new Step(at, StepKind.Sent, result),
            _ => null,
        };
    }

    [GeneratedRegex(@"^(\d+)\s+(\d+\.\d+)\s+(.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(.*)$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"\)\s+= (-?\d+)[^)]*$")]
    private static partial Regex Result();
}
