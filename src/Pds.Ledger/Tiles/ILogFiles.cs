namespace Pds.Ledger;

/// <summary>The files of a published log, wherever they are: a directory, or an auditor's download kept in memory.</summary>
public interface ILogFiles
{
    /// <summary>Paths of all files there are below <c>tile/</c>, with forward slashes, in ordinal order.</summary>
    IEnumerable<string> ListTiles();

    /// <summary>The file's bytes, or null when there is none.</summary>
    byte[]? Read(string path);
}
