using System.Reflection;

namespace Pds.Cryptography.Tests.Walls;

public sealed class LabelsTests
{
    private static readonly IReadOnlyList<FieldInfo> Constants =
        [.. typeof(Labels).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)];

    [Fact]
    public void No_two_labels_are_the_same() =>
        Constants.Select(f => (string)f.GetRawConstantValue()!).Should().OnlyHaveUniqueItems().And.NotBeEmpty();

    [Fact]
    public void Every_label_names_its_version() =>
        Constants.Select(f => (string)f.GetRawConstantValue()!).Should().OnlyContain(l => l.TrimEnd('\n').EndsWith("/v1"));
}
