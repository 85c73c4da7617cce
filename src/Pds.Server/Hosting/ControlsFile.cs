using Pds.Consent;

namespace Pds.Server.Hosting;

/// <summary>The operator's <c>controls.json</c>: the controls of the impact assessment that purposes are held to.</summary>
internal static class ControlsFile
{
    /// <summary>What is wrong with the file, if anything; nothing when there is no path.</summary>
    public static IEnumerable<string> Problems(string path)
    {
        if (path.Length == 0)
        {
            yield break;
        }

        if (new FileInfo(path) is not { Exists: true, Length: <= ControlSet.MaxBytes })
        {
            yield return $"Controls: there is no file {path}, or it has more than {ControlSet.MaxBytes} bytes. Name a controls.json, or leave the option out.";
        }
        else if (!ControlSet.TryParse(File.ReadAllBytes(path), out _, out var fault))
        {
            yield return $"Controls: {path} is wrong at {fault}. See the controls in src/Pds.Consent/README.md.";
        }
    }

    /// <summary>The controls; the standard ones without a path.</summary>
    /// <exception cref="InvalidDataException">The file changed since the options were checked.</exception>
    public static ControlSet Open(string path) => path.Length == 0 ? ControlSet.Default
        : ControlSet.TryParse(File.ReadAllBytes(path), out var set, out var fault) ? set
        : throw new InvalidDataException($"The controls are wrong at {fault}.");
}
