using System.Text.RegularExpressions;

namespace Pds.Architecture.Tests;

/// <summary>Holds the words: names that say nothing, and names that repeat their project, do not get in.</summary>
public sealed partial class Vocabulary
{
    private static readonly string[] Nouns = ["Cryptography", "Ledger", "Consent", "Vault", "Disclosure", "Storage"];

    [Fact]
    public void No_type_is_called_manager_helper_or_common()
    {
        Types().Select(type => type.Name).Should().NotContain(name => Empty().IsMatch(name));
    }

    [Fact]
    public void No_type_carries_its_projects_noun_as_its_whole_name()
    {
        Types().Where(type => Nouns.Contains(type.Name)).Should().BeEmpty();
    }

    private static IEnumerable<(string File, string Name)> Types() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => (file, match.Groups[1].Value)));

    [GeneratedRegex(@"^\s*(?:public|internal)[\w\s]*\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(Manager|Helper|Helpers|Common|Utils|Util)$")]
    private static partial Regex Empty();
}
