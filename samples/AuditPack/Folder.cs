namespace AuditPack;

/// <summary>Where everything goes.</summary>
internal static class Folder
{
    /// <summary>Makes it, or says why not: nothing that is there already is written over.</summary>
    public static bool TryPrepare(string? wanted, out string folder, out string problem)
    {
        (folder, problem) = (wanted ?? "", "");
        try
        {
            folder = wanted is null ? Directory.CreateTempSubdirectory("pds-audit-pack-").FullName : Directory.CreateDirectory(wanted).FullName;
            problem = Directory.EnumerateFileSystemEntries(folder).Any() ? Texts.Of("out-in-use", folder) : "";
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = Texts.Of("out-unusable", wanted);
        }

        return problem.Length == 0;
    }
}
