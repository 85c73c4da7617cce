using System.Globalization;
using System.Text;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>Keeps the two signed notes of an alarm beside what is remembered, so that the log's operator cannot say it never signed them.</summary>
internal static class AlarmEvidence
{
    /// <summary>Writes both notes; the same pair is written once.</summary>
    /// <returns>The folder they are in.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    public static string Keep(string state, WatchResult.Parted parted)
    {
        var folder = Path.Combine(
            state, "evidence", parted.Other.Size.ToString(CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(parted.Other.Root.AsSpan(0, 8)));
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Write(folder, "known", parted.Known);
            Write(folder, "other", parted.Other);
        }

        return folder;
    }

    private static void Write(string folder, string name, Checkpoint checkpoint) =>
        DurableFile.WriteAtomically(Path.Combine(folder, name), Encoding.UTF8.GetBytes(checkpoint.Note), DurableFile.Public);
}
