using Pds.Ledger;
using Pds.Server.FirstRun;

namespace Pds.Server.Witnessing;

/// <summary>The operator's tlog-policy file: who is asked for cosignatures, where, and how many are enough.</summary>
internal static class WitnessPolicyFile
{
    /// <summary>What to change, one sentence for each problem; none for an empty path.</summary>
    public static IEnumerable<string> Problems(string path)
    {
        if (path.Length == 0)
        {
            yield break;
        }

        if (!File.Exists(path) || new FileInfo(path).Length > LogPolicy.MaxLength)
        {
            yield return $"WitnessPolicy: there is no file {path}, or it has more than {LogPolicy.MaxLength} bytes. Name a tlog-policy file, or leave the option out.";
            yield break;
        }

        if (!LogPolicy.TryParse(File.ReadAllText(path), out var policy, out var defect))
        {
            yield return $"WitnessPolicy: {path}, {defect}";
            yield break;
        }

        if (policy.Quorum is null)
        {
            yield return $"WitnessPolicy: {path} says 'quorum none'. Name a witness or a group, so that a cosigned checkpoint means something, or leave the option out.";
        }

        foreach (var witness in policy.Witnesses.Where(witness => AddressOf(witness) is null))
        {
            yield return $"WitnessPolicy: {path}, witness '{witness.Name}': write the http or https address of its submission prefix after its vkey.";
        }
    }

    /// <summary>Reads a checked file; null for an empty path.</summary>
    /// <exception cref="StartRefusedException">Its log lines are about another log than this one.</exception>
    public static LogPolicy? Open(string path, NoteVerifier log)
    {
        if (path.Length == 0 || !LogPolicy.TryParse(File.ReadAllText(path), out var policy))
        {
            return null;
        }

        // A policy without logs is for "the log known otherwise" (tlog-policy); one that lists others would be published beside this log.
        return policy.Logs.Count == 0 || policy.Logs.Any(known => known.ToString() == log.ToString())
            ? policy
            : throw new StartRefusedException(
                $"{path} の log の行は、この記録のものではありません。次の行にしてください。\n"
                + $"The log lines of {path} are about other logs. This log's line is:\nlog {log}");
    }

    /// <summary>The submission prefix with a slash at its end; null when the policy has none that can be used.</summary>
    public static Uri? AddressOf(PolicyWitness witness) =>
        Uri.TryCreate(witness.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0
            ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/")
            : null;
}
