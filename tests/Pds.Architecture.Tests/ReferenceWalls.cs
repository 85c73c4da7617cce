using System.Xml.Linq;

namespace Pds.Architecture.Tests;

/// <summary>Holds the walls between projects: who may reference whom, and nobody else.</summary>
public sealed class ReferenceWalls
{
    // The allowed references, written once. A project that is not listed fails the test: decide its place first.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Pds.Cryptography"] = [],
        ["Pds.Ledger"] = ["Pds.Cryptography"],
        ["Pds.Consent"] = ["Pds.Ledger"],
        ["Pds.Vault"] = ["Pds.Ledger"],
        ["Pds.Disclosure"] = ["Pds.Consent", "Pds.Vault"],
        ["Pds.Storage"] = ["Pds.Ledger", "Pds.Consent", "Pds.Vault", "Pds.Disclosure"],
        ["Pds.Protocol"] = [],
        ["Pds.Client"] = ["Pds.Protocol", "Pds.Consent", "Pds.Ledger", "Pds.Cryptography"],
        ["Pds.Web"] = ["Pds.Client"],
        ["Pds.Auditor"] = ["Pds.Consent", "Pds.Ledger", "Pds.Cryptography"],
        ["Pds.Server"] =
        [
            "Pds.Cryptography", "Pds.Ledger", "Pds.Consent", "Pds.Vault", "Pds.Disclosure", "Pds.Storage", "Pds.Protocol", "Pds.Client", "Pds.Web",
        ],
    };

    public static TheoryData<string> Projects() => [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj",
        SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_the_design_allows(string project)
    {
        Allowed.Should().ContainKey(project);

        ReferencesOf(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
            .Should().BeSubsetOf(Allowed[project]);
    }

    [Fact]
    public void Protocol_is_the_generated_face_and_nothing_else()
    {
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Pds.Protocol"), "*.cs", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void Only_cryptography_references_a_cryptographic_package()
    {
        var walled = Allowed.Keys.Where(project => project != "Pds.Cryptography");

        walled.SelectMany(project => ReferencesOf(project, "PackageReference"))
            .Should().NotContain(package => package.StartsWith("NSec", StringComparison.Ordinal)
                || package.StartsWith("Microsoft.IdentityModel", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_storage_references_a_relational_driver()
    {
        var walled = Allowed.Keys.Where(project => project != "Pds.Storage");

        walled.SelectMany(project => ReferencesOf(project, "PackageReference"))
            .Should().NotContain(package => package.Contains("Sqlite") || package.Contains("Npgsql"));
    }

    private static IEnumerable<string> ReferencesOf(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
