using System.Security.Cryptography;

namespace Pds.Cryptography.Tests.Walls;

/// <summary>Server and Client have a list of types instead of a namespace; a new platform version must not open a hole in it.</summary>
public sealed class BannedSymbolsTests
{
    [Fact]
    public void List_for_server_and_client_names_every_primitive_of_the_platform()
    {
        var listed = File.ReadLines(Path.Combine(Checkout.Root, "src", "BannedSymbols.Tls.txt"))
            .Select(line => line.Split(';')[0])
            .ToHashSet(StringComparer.Ordinal);

        var primitives = typeof(SHA256).Assembly.GetExportedTypes()
            .Where(t => t is { Namespace: "System.Security.Cryptography", IsNested: false })
            .Select(t => "T:" + t.FullName);

        primitives.Except(listed).Should().BeEmpty();
        listed.Should().Contain("N:NSec.Cryptography");
    }
}
