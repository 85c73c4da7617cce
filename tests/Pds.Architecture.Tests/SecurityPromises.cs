using System.Text.RegularExpressions;

namespace Pds.Architecture.Tests;

/// <summary>SECURITY.md promises nothing without naming a test, and names no test that does not exist.</summary>
public sealed partial class SecurityPromises
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "SECURITY.md"));

    [Fact]
    public void Each_of_the_five_promises_names_tests()
    {
        var promises = Promise().Split(Page)[1..];

        promises.Should().HaveCount(5).And.OnlyContain(promise => TestName().IsMatch(promise));
    }

    [Fact]
    public void Every_test_it_names_exists()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var named = TestName().Matches(Page).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        named.Should().NotBeEmpty();
        named.Where(test => !sources[test.Class].Any(source => Regex.IsMatch(source, $@"\[(Fact|Theory)\b[\s\S]*\s{test.Method}\(")))
            .Should().BeEmpty();
    }

    [GeneratedRegex(@"^\*\*\d\. ", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"`([A-Z]\w+)\.([A-Z]\w+_\w+)`")]
    private static partial Regex TestName();
}
