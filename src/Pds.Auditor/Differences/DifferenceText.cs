using System.Text;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Differences;

/// <summary>A comparison in sentences.</summary>
internal static class DifferenceText
{
    /// <summary>The text, each line ended.</summary>
    public static string Of(ExportDifference difference, AuditTexts texts)
    {
        var lines = new StringBuilder();
        void Say(string key, params ReadOnlySpan<object?> parts) => lines.Append(texts.Format(key, parts)).Append('\n');

        Say("holds", difference.Before.Size, difference.After.Size);
        Say("new", difference.After.Size - difference.Before.Size);
        foreach (var ((month, kind), count) in difference.NewByKind)
        {
            Say("new.kind", month, kind, count);
        }

        SayIf(difference.NewPlaced, "new.placed");
        SayIf(difference.NewClosed, "new.closed");
        SayConsents("began", difference.Began);
        SayConsents("ended", difference.Ended);
        SayIf(difference.Erased, "erased");
        SayIf(difference.LeftOut, "left-out");
        Say("definitions", difference.Definitions.Count);
        foreach (var definition in difference.Definitions)
        {
            Say("definition", Printable.Of(definition));
        }

        Say(difference.ExitCode == ExitCode.Sound ? "sound" : "findings");
        return lines.ToString();

        void SayIf(long count, string key)
        {
            if (count > 0)
            {
                Say(key, count);
            }
        }

        void SayConsents(string key, List<ConsentChange> changes)
        {
            Say(key, changes.Count);
            foreach (var group in changes.GroupBy(change => (change.Kind, Purpose: change.Purpose ?? texts["unknown-purpose"]))
                .OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Purpose, StringComparer.Ordinal))
            {
                Say("consents", group.Key.Purpose, texts["kind." + group.Key.Kind], group.Count(), group.Min(change => change.Leaf));
            }
        }
    }
}
