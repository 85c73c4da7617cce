namespace Pds.Cryptography.Tests.Walls;

/// <summary>Finds the checkout these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pds.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Pds.sln is in no folder above.");
        }

        return folder;
    }
}
