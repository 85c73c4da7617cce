namespace Quickstart;

/// <summary>Where the build put the server: beside this sample, in the same artifacts folder and configuration.</summary>
internal static class ServerProgram
{
    public static string Path
    {
        get
        {
            // artifacts/bin/Quickstart/<configuration>/ → artifacts/bin/Pds.Server/<configuration>/Pds.Server.dll
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
            var path = System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Pds.Server", here.Name, "Pds.Server.dll");
            return File.Exists(path) ? path : throw new SurpriseException($"サーバーが組み立てられていません: {path}");
        }
    }
}
