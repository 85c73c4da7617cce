using System.Reflection;
using System.Text.RegularExpressions;

namespace Pds.Cryptography.Tests.Walls;

public sealed partial class LabelsTests
{
    private static readonly IReadOnlyList<string> All =
    [
        .. typeof(Labels).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!),
    ];

    [Fact]
    public void No_two_labels_are_the_same() => All.Should().OnlyHaveUniqueItems().And.NotBeEmpty();

    [Fact]
    public void Every_label_names_its_version() => All.Should().OnlyContain(label => Versioned().IsMatch(label));

    [Fact]
    public void Labels_are_written_in_one_file_only()
    {
        var elsewhere = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "Labels.cs")
            .Where(file => File.ReadLines(file).Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Literal().IsMatch(line)))
            .Select(file => Path.GetRelativePath(Checkout.Root, file));

        // The first line of the key file is its magic number, not a label of a derivation.
        elsewhere.Should().BeSubsetOf([Path.Combine("src", "Pds.Cryptography", "Keys", "KeyFileFormat.cs")]);
    }

    [GeneratedRegex(@"/v[1-9][0-9]*$")]
    private static partial Regex Versioned();

    [GeneratedRegex("\"pds[/-][a-z/-]+/v[0-9]")]
    private static partial Regex Literal();
}
