using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// Which logs a verifier believes, and whose cosignatures it asks for (C2SP tlog-policy): <c>log</c>, <c>witness</c>, <c>group</c> and
/// <c>quorum</c> lines. A checkpoint is valid when one of the logs signed it and the quorum cosigned it.
/// </summary>
public sealed class LogPolicy
{
    /// <summary>Texts of more characters than this are refused: 64 Ki.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>A policy that believes these logs and asks for no cosignatures (<c>quorum none</c>).</summary>
    public LogPolicy(IReadOnlyList<NoteVerifier> logs)
        : this([.. logs.Select(log => new PolicyLog(log, null))], [], [], null)
    {
    }

    internal LogPolicy(
        IReadOnlyList<PolicyLog> logLines, IReadOnlyList<PolicyWitness> witnesses, IReadOnlyList<PolicyGroup> groups, PolicyMember? quorum) =>
        (LogLines, Logs, Witnesses, Groups, Quorum) = (logLines, [.. logLines.Select(log => log.Key)], witnesses, groups, quorum);

    /// <summary>Trusted logs, each key once; at most 32. May be empty where the log is known otherwise.</summary>
    public IReadOnlyList<NoteVerifier> Logs { get; }

    /// <summary>The same logs with their addresses.</summary>
    public IReadOnlyList<PolicyLog> LogLines { get; }

    /// <summary>Known witnesses, each key once; at most 32.</summary>
    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>Groups in the order of their definition; at most 32.</summary>
    public IReadOnlyList<PolicyGroup> Groups { get; }

    /// <summary>What must have cosigned; null for <c>quorum none</c>.</summary>
    public PolicyMember? Quorum { get; }

    /// <summary>The fewest cosignatures that can be enough; 0 for <c>quorum none</c>.</summary>
    public int LeastCosignatures => Quorum?.LeastCosignatures ?? 0;

    /// <summary>Reads a policy text strictly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LogPolicy? policy) => TryParse(text, out policy, out _);

    /// <summary>Reads a policy text strictly; a refused one comes with the line and what is wrong with it.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out LogPolicy? policy, [NotNullWhen(false)] out PolicyDefect? defect)
    {
        PolicyReader reader = new();
        defect = reader.Read(text);
        policy = defect is null ? reader.Policy : null;
        return policy is not null;
    }

    /// <summary>Opens a checkpoint that one of the logs signed and the quorum cosigned. One bad line of a known key spoils it.</summary>
    public bool TryOpen(string? note, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        foreach (NoteVerifier log in Logs)
        {
            if (Checkpoint.TryOpen(note, log, out checkpoint))
            {
                checkpoint = IsSatisfiedBy(checkpoint) ? checkpoint : null;
                return checkpoint is not null;
            }
        }

        checkpoint = null;
        return false;
    }

    /// <summary>
    /// True when the quorum has cosigned this checkpoint and none of the known witnesses' lines is bad. Says nothing about the log's own
    /// signature, which was checked when the checkpoint was opened.
    /// </summary>
    public bool IsSatisfiedBy(Checkpoint checkpoint)
    {
        HashSet<PolicyWitness> cosigned = [];
        if (!SignedNote.TryParse(checkpoint.Note, out SignedNote? signed))
        {
            return false;
        }

        foreach (PolicyWitness witness in Witnesses)
        {
            switch (signed.WordOf(witness.Key, out _))
            {
                case NoteWord.Valid:
                    cosigned.Add(witness);
                    break;
                case NoteWord.Bad:
                    return false;
            }
        }

        return Quorum is null || Quorum.IsMetBy(cosigned);
    }

    /// <summary>The policy text.</summary>
    public override string ToString() =>
        string.Concat([.. LogLines.Select(Line), .. Witnesses.Select(Line), .. Groups.Select(Line), $"quorum {Quorum?.Name ?? PolicyReader.None}\n"]);

    private static string Line<T>(T line) => $"{line}\n";
}
