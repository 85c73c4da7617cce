using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// Which logs a verifier believes (C2SP tlog-policy): <c>log</c> lines and <c>quorum none</c>. Witnesses are not built yet, so a
/// policy that names a witness, a group or any other quorum is refused: to read it and not ask for the cosignatures would be to
/// weaken it.
/// </summary>
/// <param name="Logs">Trusted logs, each key once; at most 32.</param>
public sealed record LogPolicy(IReadOnlyList<NoteVerifier> Logs)
{
    /// <summary>Texts of more characters than this are refused: 16 Ki.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxLogs = 32;

    /// <summary>Reads a policy text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LogPolicy? policy)
    {
        policy = null;
        if (text is null || text.Length > MaxLength || !text.EndsWith('\n') || text.Any(c => c < ' ' && c is not ('\t' or '\n')) || text.Contains('\u007f'))
        {
            return false;
        }

        List<NoteVerifier> logs = [];
        int quorums = 0;
        foreach (string[] words in text.Split('\n').Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))
        {
            switch (words)
            {
                case []:
                case [['#', ..], ..]:
                    break;
                case ["log", var vkey, .. { Length: <= 1 }]
                    when logs.Count < MaxLogs && NoteVerifier.TryParse(vkey, out NoteVerifier? log) && !logs.Exists(known => known.Key.Equals(log.Key)):
                    logs.Add(log);
                    break;
                case ["quorum", "none"] when quorums++ == 0:
                    break;
                default:
                    return false;
            }
        }

        policy = quorums == 1 ? new LogPolicy(logs) : null;
        return policy is not null;
    }

    /// <summary>Opens a checkpoint signed by any of the logs.</summary>
    public bool TryOpen(string? note, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        foreach (NoteVerifier log in Logs)
        {
            if (Checkpoint.TryOpen(note, log, out checkpoint))
            {
                return true;
            }
        }

        checkpoint = null;
        return false;
    }

    /// <summary>The policy text.</summary>
    public override string ToString() => string.Concat(Logs.Select(log => $"log {log}\n")) + "quorum none\n";
}
