using System.Diagnostics;
using System.Text;

namespace Pds.Ledger.Tests.Foreign;

/// <summary>Builds the program in <c>go/</c> once, from the module cache or from Debian's packaged sources; never from the network.</summary>
internal static class GoTool
{
    private const string DebianSources = "/usr/share/gocode";

    private static readonly Lazy<(string? Program, string Reason)> Built = new(Build);

    public static string ProgramOrSkip()
    {
        (string? program, string reason) = Built.Value;
        Assert.SkipWhen(program is null, reason);
        return program!;
    }

    public static (int ExitCode, string Output) Run(string program, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }

    private static (string? Program, string Reason) Build()
    {
        string folder = Directory.CreateTempSubdirectory("pds-go-").FullName;
        string program = Path.Combine(folder, "check");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "go")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        StringBuilder reason = new("Go with golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev) is not here:");
        (string, string)[][] ways =
        [
            [("GOFLAGS", "-mod=mod"), ("GOPROXY", "off"), ("GOSUMDB", "off")],
            [("GOFLAGS", ""), ("GO111MODULE", "off"), ("GOPATH", DebianSources)],
        ];
        foreach ((string, string)[] environment in ways)
        {
            if (TryBuild(folder, program, environment, reason))
            {
                return (program, string.Empty);
            }
        }

        return (null, reason.ToString());
    }

    private static bool TryBuild(string folder, string program, (string Name, string Value)[] environment, StringBuilder reason)
    {
        ProcessStartInfo start = new("go", ["build", "-o", program, "main.go"]) { WorkingDirectory = folder, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            reason.Append(' ').Append(error.Split('\n')[0]);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            reason.Append(' ').Append(missing.Message);
            return false;
        }
    }
}
