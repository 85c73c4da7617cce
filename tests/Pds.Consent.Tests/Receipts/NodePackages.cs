using System.ComponentModel;
using System.Diagnostics;

namespace Pds.Consent.Tests.Receipts;

/// <summary>
/// The npm packages of <c>tests/foreign</c>, installed once from their lock file into <c>artifacts/foreign</c>. Whatever is missing on the way
/// skips the test and says what.
/// </summary>
internal static class NodePackages
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(1);

    /// <summary>The folder with the scripts and their packages.</summary>
    public static string Install()
    {
        if (Start("node", ["--version"], null, RunLimit) is not (0, _))
        {
            Assert.Skip("Node is not installed, so receipts are not checked with npm jose and @sd-jwt/sd-jwt-vc.");
        }

        var source = Path.Combine(RepositoryRoot(), "tests", "foreign");
        var target = Path.Combine(RepositoryRoot(), "artifacts", "foreign");
        Directory.CreateDirectory(target);
        var stamp = Path.Combine(target, "node_modules", ".installed-lock.json");
        var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        if (!File.Exists(stamp) || File.ReadAllText(stamp) != wanted)
        {
            var (code, output) = Start("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], target, InstallLimit) ?? (-1, "npm is not installed");
            if (code != 0)
            {
                Assert.Skip($"npm could not install jose and @sd-jwt/sd-jwt-vc: {output.Trim().Split('\n')[^1]}");
            }

            File.WriteAllText(stamp, wanted);
        }

        return target;
    }

    /// <summary>Exit code and everything written.</summary>
    public static (int Code, string Output) Run(string folder, string script, params string[] arguments) =>
        Start("node", [script, .. arguments], folder, RunLimit) ?? (-1, "node did not start");

    private static (int Code, string Output)? Start(string program, string[] arguments, string? folder, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? string.Empty, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"{program} took longer than {limit}.");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pds.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("There is no Pds.sln above the tests.");
        }

        return folder;
    }
}
