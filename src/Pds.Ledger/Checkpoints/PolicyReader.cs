namespace Pds.Ledger;

/// <summary>
/// Reads one policy text (C2SP tlog-policy, "Policy file syntax and structure"), line by line. White space is space and tab only; a name must
/// be defined on an earlier line than it is used; witnesses and groups share one set of names; a name is a member once at most.
/// </summary>
internal sealed class PolicyReader
{
    /// <summary>The predefined name: a quorum of nobody, and never a member.</summary>
    internal const string None = "none";

    // The format asks for at least 32 of each.
    private const int MaxOfEach = 32;

    private readonly List<PolicyLog> logs = [];
    private readonly List<PolicyWitness> witnesses = [];
    private readonly List<PolicyGroup> groups = [];
    private readonly Dictionary<string, PolicyMember> defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> members = new(StringComparer.Ordinal);
    private PolicyMember? quorum;
    private bool hasQuorum;

    internal LogPolicy Policy => new(logs, witnesses, groups, quorum);

    /// <summary>Reads all lines; the first defect ends it.</summary>
    internal PolicyDefect? Read(string? text)
    {
        if (text is null || text.Length > LogPolicy.MaxLength)
        {
            return new PolicyDefect(0, $"A policy has at most {LogPolicy.MaxLength} characters.");
        }

        if (!text.EndsWith('\n'))
        {
            return new PolicyDefect(0, "The last line of a policy ends in a newline.");
        }

        string[] lines = text[..^1].Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            if (ReadLine(lines[at]) is { } reason)
            {
                return new PolicyDefect(at + 1, reason);
            }
        }

        return hasQuorum ? null : new PolicyDefect(0, "There is no quorum line; write 'quorum none' to ask for no cosignatures.");
    }

    private string? ReadLine(string line)
    {
        if (line.Any(c => c is (< ' ' and not '\t') or '\u007f'))
        {
            return "There is a control character; only tab and newline are allowed.";
        }

        return line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] or [['#', ..], ..] => null,
            ["log", var vkey, .. { Length: <= 1 } url] => ReadLog(vkey, url.FirstOrDefault()),
            ["witness", var name, var vkey, .. { Length: <= 1 } url] => ReadWitness(name, vkey, url.FirstOrDefault()),
            ["group", var name, var rule, .. { Length: >= 1 } names] => ReadGroup(name, rule, names),
            ["quorum", var name] => ReadQuorum(name),
            _ => "It is none of: log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K NAME..., quorum NAME, # comment.",
        };
    }

    private string? ReadLog(string vkey, string? url)
    {
        if (!NoteVerifier.TryParse(vkey, out NoteVerifier? key))
        {
            return "The log's key is not an Ed25519 vkey of type 0x01.";
        }

        if (logs.Exists(known => known.Key.Key.Equals(key.Key)))
        {
            return "The log's key was listed before.";
        }

        logs.Add(new PolicyLog(key, url));
        return logs.Count > MaxOfEach ? $"There are more than {MaxOfEach} logs." : null;
    }

    private string? ReadWitness(string name, string vkey, string? url)
    {
        if (!CosignatureVerifier.TryParse(vkey, out CosignatureVerifier? key))
        {
            return $"The key of witness '{name}' is not a cosignature vkey of type 0x04.";
        }

        if (witnesses.Exists(known => known.Key.Key.Equals(key.Key)))
        {
            return $"The key of witness '{name}' was listed before: one key is one witness.";
        }

        PolicyWitness witness = new(name, key, url);
        witnesses.Add(witness);
        return witnesses.Count > MaxOfEach ? $"There are more than {MaxOfEach} witnesses." : Define(witness);
    }

    private string? ReadGroup(string name, string rule, string[] names)
    {
        List<PolicyMember> found = [];
        foreach (string member in names)
        {
            if (!defined.TryGetValue(member, out PolicyMember? known))
            {
                return $"'{member}' is not defined on an earlier line.";
            }

            if (!members.Add(member))
            {
                return $"'{member}' is a member already: each name counts once.";
            }

            found.Add(known);
        }

        if (Threshold(rule, names.Length) is not { } threshold)
        {
            return $"Group '{name}' of {names.Length} needs 'all', 'any' or a number from 1 to {names.Length}, not '{rule}'.";
        }

        PolicyGroup group = new(name, threshold, found);
        groups.Add(group);
        return groups.Count > MaxOfEach ? $"There are more than {MaxOfEach} groups." : Define(group);
    }

    private string? ReadQuorum(string name)
    {
        if (hasQuorum)
        {
            return "There is a second quorum line.";
        }

        hasQuorum = true;
        return name == None || defined.TryGetValue(name, out quorum) ? null : $"The quorum '{name}' is not defined on an earlier line.";
    }

    private string? Define(PolicyMember member) => member.Name == None ? $"The name '{None}' is taken."
        : !defined.TryAdd(member.Name, member) ? $"The name '{member.Name}' was defined before."
        : null;

    private static int? Threshold(string rule, int count) => rule switch
    {
        "all" => count,
        "any" => 1,
        _ => DecimalText.TryParse(rule, out long k) && k >= 1 && k <= count ? (int)k : null,
    };
}
