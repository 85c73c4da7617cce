using System.Reflection;
using System.Text.Json;

namespace Pds.Cryptography.Tests.Keys;

public sealed class PrintingTests
{
    public static TheoryData<Type> SecretHolders =>
        [.. typeof(SecretBytes).Assembly.GetExportedTypes().Where(t => t.IsClass && typeof(IDisposable).IsAssignableFrom(t))];

    [Theory]
    [MemberData(nameof(SecretHolders))]
    public void Type_that_owns_a_secret_prints_its_own_name(Type type)
    {
        var print = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, []);

        print.Should().NotBeNull("{0} holds key bytes", type.Name);
    }

    [Fact]
    public void Keys_print_only_their_type_name()
    {
        using var secret = SecretBytes.Random(32);
        using var hpke = HpkePrivateKey.Create();
        using var ed25519 = Ed25519Key.Create();
        using var es256 = Es256Key.Create();

        var printed = new object[] { secret, hpke, ed25519, es256 }.Select(k => k.ToString());

        printed.Should().Equal("SecretBytes", "HpkePrivateKey", "Ed25519Key", "Es256Key");
    }

    [Fact]
    public void Serialising_a_private_key_by_mistake_shows_no_private_bytes()
    {
        using var key = HpkePrivateKey.Create();
        using var exported = key.Export();

        var json = JsonSerializer.Serialize(key);

        json.Should().NotContain(Convert.ToBase64String(exported.Span));
    }
}
