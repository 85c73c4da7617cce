using Pds.Auditor.Checks;

namespace Pds.Auditor.Verify;

/// <summary>A verdict for people.</summary>
internal sealed class VerdictText(AuditTexts texts)
{
    /// <summary>Writes it.</summary>
    public void Write(Verdict verdict, TextWriter output)
    {
        if (verdict.Manifest is { } manifest)
        {
            output.WriteLine(texts.Format("export", manifest.Export, manifest.Origin, manifest.Size));
        }

        foreach (var check in verdict.Checks)
        {
            output.WriteLine(LineOf(check));
            foreach (var key in check.NotApplicable)
            {
                output.WriteLine($"      {texts[key]}");
            }
        }

        foreach (var id in verdict.NotRun)
        {
            output.WriteLine($"{id,-4} {texts["status.NotRun"]}  {texts[id]}");
        }

        WriteTrust(verdict, output);
        output.WriteLine(texts["verdict." + verdict.Word]);
    }

    private string LineOf(CheckReport check)
    {
        var line = $"{check.Id,-4} {texts["status." + check.Status]}  {texts[check.Id]} ({check.Seen})";
        return check.First is not { } first ? line
            : $"{line}\n      {texts["fault." + first.Fault]}{PlaceOf(first)}{(check.Failures > 1 ? texts.Format("more", check.Failures - 1) : "")}";
    }

    private string PlaceOf(Failure failure) =>
        (failure.Leaf is { } leaf ? texts.Format("leaf", leaf) : "") + (failure.Place.Length > 0 ? $" [{failure.Place}]" : "");

    // A verdict is worth what its keys are worth: what came with the export was believed on the export's word.
    private void WriteTrust(Verdict verdict, TextWriter output)
    {
        if (verdict.Anchors.Policy is null && verdict.LogKey is { } key)
        {
            output.WriteLine(texts.Format("trust.log", key));
        }

        if (verdict.Anchors.Root is null)
        {
            output.WriteLine(texts["trust.root"]);
        }
    }
}
