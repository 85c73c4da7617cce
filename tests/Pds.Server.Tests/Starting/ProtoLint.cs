using System.Diagnostics;

namespace Pds.Server.Tests.Starting;

/// <summary>The protos keep buf's STANDARD rules but for the three exceptions of proto/buf.yaml.</summary>
public sealed class ProtoLint
{
    [Fact]
    public void Protos_pass_buf_lint()
    {
        var root = Repository();
        var work = Directory.CreateTempSubdirectory("pds-lint-").FullName;
        Copy(Path.Combine(root, "proto"), work);
        CopyGoogleApi(work);
        if (!Run(work, "npm", "install --no-save --no-audit --no-fund --silent @bufbuild/buf@1.75.0", out _))
        {
            Assert.Skip("npm with @bufbuild/buf 1.75.0 is not available here.");
        }

        var clean = Run(work, Path.Combine(work, "node_modules/.bin/buf"), "lint --path pds", out var complaints);

        complaints.Should().BeEmpty();
        clean.Should().BeTrue();
        Directory.Delete(work, recursive: true);
    }

    private static bool Run(string folder, string program, string arguments, out string output)
    {
        output = "";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            output = process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            return process.WaitForExit(TimeSpan.FromMinutes(2)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // The google/api protos as the build uses them: out of the package Google.Api.CommonProtos.
    private static void CopyGoogleApi(string work)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var from = Path.Combine(packages, "google.api.commonprotos", "2.17.0", "content", "protos", "google", "api");
        var to = Directory.CreateDirectory(Path.Combine(work, "google", "api")).FullName;
        foreach (var name in new[] { "annotations.proto", "http.proto" })
        {
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Repository()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here.FullName, "Pds.sln")))
        {
            here = here.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return here.FullName;
    }
}
