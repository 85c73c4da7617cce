namespace Pds.Ledger.Tests;

/// <summary>Vectors of public projects, kept beside the repository and not in it.</summary>
internal static class SharedVectors
{
    public static string FolderOrSkip(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "shared", "vectors", name);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        Assert.Skip($"The shared vectors '{name}' are not beside this repository.");
        return string.Empty;
    }
}
