using System.Text;
using Pds.Auditor.Exports;
using Pds.Consent;

namespace Pds.Auditor.Checks;

/// <summary>A0: the export is what the city signed: the manifest, every file it names, and no other.</summary>
internal sealed class A0Files
{
    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A0");

    /// <summary>Reads the manifest and compares every file; null when nothing can be believed.</summary>
    /// <param name="folder">The export.</param>
    /// <param name="knownRoot">The city's root certificate as the auditor has it, DER; null to take the export's.</param>
    public ExportManifest? Run(ExportFolder folder, byte[]? knownRoot)
    {
        if (folder.Read(ExportManifest.FileName, ExportManifest.MaxBytes) is not { } bytes || !ExportManifest.TryParse(bytes, out var manifest))
        {
            Report.Fail(Fault.ManifestUnreadable, Severity.Tampered, ExportManifest.FileName);
            return null;
        }

        Report.Look();
        var root = folder.Read(ExportNames.Root, MaxCertificateBytes) ?? [];
        if (knownRoot is not null && !root.AsSpan().SequenceEqual(knownRoot))
        {
            Report.Fail(Fault.RootDiffers, Severity.Tampered, ExportNames.Root);
        }

        var signature = Encoding.ASCII.GetString(folder.Read(ExportManifest.SignatureName, ExportSignature.MaxBytes) ?? []);
        if (!ExportSignature.IsGood(signature, manifest, new TrustedRoots(knownRoot ?? root)))
        {
            Report.Fail(Fault.ManifestSignature, Severity.Tampered, ExportManifest.SignatureName);
        }
        else if (!ExportSignature.IsBy(signature, folder.Read(ExportNames.Signer, MaxCertificateBytes) ?? []))
        {
            Report.Fail(Fault.FileChanged, Severity.Tampered, ExportNames.Signer);
        }

        CompareFiles(folder, manifest);
        return manifest;
    }

    /// <summary>The longest certificate read, in bytes.</summary>
    internal const int MaxCertificateBytes = 16 * 1024;

    private void CompareFiles(ExportFolder folder, ExportManifest manifest)
    {
        foreach (var (file, fault) in manifest.Files.AsParallel().AsOrdered().Select(file => (file, Compare(folder, file))))
        {
            Report.Look();
            if (fault is { } found)
            {
                Report.Fail(found, Severity.Tampered, file.Name);
            }
        }

        var known = manifest.Files.Select(file => file.Name).Append(ExportManifest.FileName).Append(ExportManifest.SignatureName)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in folder.ListFiles().Where(name => !known.Contains(name)))
        {
            // Names of strangers are shown as they can be shown: control characters would write into the reader's terminal.
            Report.Fail(Fault.FileUnknown, Severity.Tampered, string.Concat(name.Take(ExportedFile.MaxNameChars).Select(c => char.IsControl(c) ? '?' : c)));
        }
    }

    private static Fault? Compare(ExportFolder folder, ExportedFile file) =>
        folder.SizeOf(file.Name) is not { } size ? Fault.FileMissing
        : size == file.Size && size <= ExportFolder.MaxFileBytes && folder.DigestOf(file).AsSpan().SequenceEqual(file.Sha256) ? null
        : Fault.FileChanged;
}
