using System.Diagnostics.CodeAnalysis;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>A tlog-policy file named on the command line.</summary>
internal static class PolicyFile
{
    /// <summary>Reads it; a problem says which file, which line and what to change.</summary>
    public static bool TryRead(FileInfo file, [NotNullWhen(true)] out LogPolicy? policy, [NotNullWhen(false)] out string? problem)
    {
        (policy, problem) = (null, null);
        if (!file.Exists || file.Length > LogPolicy.MaxLength)
        {
            problem = $"{file.FullName}: there is no such file, or it is longer than {LogPolicy.MaxLength} bytes.";
            return false;
        }

        if (!LogPolicy.TryParse(File.ReadAllText(file.FullName), out policy, out var defect))
        {
            problem = $"{file.FullName}: {defect}";
            return false;
        }

        return true;
    }
}
