namespace Pds.Ledger;

/// <summary>Re-derives a published log from its files, trusting only the vkey, and names the first file and byte that does not fit (I-24).</summary>
public static class LogChecker
{
    /// <summary>Checks every file below <paramref name="directory"/>.</summary>
    public static LogCheck Check(string directory, NoteVerifier log) => throw new NotImplementedException();
}
