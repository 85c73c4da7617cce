using Pds.Auditor.Verify;

namespace Pds.Auditor.Exports;

/// <summary>For commands that tell something out of an export: they verify it first, and say nothing of one that is tampered.</summary>
internal static class VerifiedExport
{
    /// <summary>Verifies, then tells. Where the export gives reason, the verdict is written to standard error.</summary>
    /// <param name="folder">The export; is there.</param>
    /// <param name="anchors">What the auditor brings.</param>
    /// <param name="texts">The sentences of the verification.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <param name="tell">What is told of an export that holds, and how the command then ends.</param>
    /// <returns>Exit code: <see cref="ExitCode.Tampered"/> when the export does not hold, or changed while it was read.</returns>
    public static int Run(
        DirectoryInfo folder, Anchors anchors, AuditTexts texts, CancellationToken cancellationToken, Func<ExportFolder, Verdict, int> tell)
    {
        var export = new ExportFolder(folder.FullName);
        var verdict = new Verification(export, anchors).Run(leaves => Console.Error.WriteLine(texts.Format("progress", leaves)), cancellationToken);
        if (verdict.ExitCode != ExitCode.Sound || anchors.Policy is null || anchors.Root is null)
        {
            new VerdictText(texts).Write(verdict, Console.Error);
        }

        if (verdict.ExitCode == ExitCode.Tampered)
        {
            return ExitCode.Tampered;
        }

        try
        {
            return tell(export, verdict);
        }
        catch (InvalidDataException changed)
        {
            Console.Error.WriteLine(texts.Format("changed-meanwhile", changed.Message));
            return ExitCode.Tampered;
        }
    }
}
