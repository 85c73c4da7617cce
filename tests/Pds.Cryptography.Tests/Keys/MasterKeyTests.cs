using System.Text;

namespace Pds.Cryptography.Tests.Keys;

[Trait("Invariant", "I-31")]
public sealed class MasterKeyTests : IDisposable
{
    private static readonly byte[] Here = Encoding.UTF8.GetBytes("resident a");
    private static readonly byte[] There = Encoding.UTF8.GetBytes("resident b");

    private readonly MemoryKeys store = new();
    private readonly SecretBytes secret = SecretBytes.Random(32);

    public MasterKeyTests() => store.Add("k-root");

    public void Dispose()
    {
        store.Dispose();
        secret.Dispose();
    }

    [Fact]
    public void Wrapped_secret_comes_back()
    {
        using var master = store.OpenMaster("k-root");

        var wrap = master.Wrap("type-a", Here, secret);
        var opened = master.TryUnwrap("type-a", Here, wrap, out var back);

        opened.Should().BeTrue();
        back!.Span.SequenceEqual(secret.Span).Should().BeTrue();
        back.Dispose();
    }

    [Fact]
    public void Wrap_of_one_type_does_not_open_as_another()
    {
        using var master = store.OpenMaster("k-root");

        master.TryUnwrap("type-b", Here, master.Wrap("type-a", Here, secret), out _).Should().BeFalse();
    }

    [Fact]
    public void Wrap_does_not_open_in_another_place()
    {
        using var master = store.OpenMaster("k-root");

        master.TryUnwrap("type-a", There, master.Wrap("type-a", Here, secret), out _).Should().BeFalse();
    }

    [Fact]
    public void Wrap_does_not_open_under_another_roles_key()
    {
        store.Add("k-gate");
        using var root = store.OpenMaster("k-root");
        using var gate = store.OpenMaster("k-gate");

        gate.TryUnwrap("type-a", Here, root.Wrap("type-a", Here, secret), out _).Should().BeFalse();
    }

    [Fact]
    public void Old_wraps_open_after_rotation_and_new_ones_name_the_new_version()
    {
        using var before = store.OpenMaster("k-root");
        var old = before.Wrap("type-a", Here, secret);
        store.Add("k-root");
        using var after = store.OpenMaster("k-root");

        MasterKey.TryReadVersion(old, out var oldVersion).Should().BeTrue();
        MasterKey.TryReadVersion(after.Wrap("type-a", Here, secret), out var newVersion).Should().BeTrue();

        (oldVersion, newVersion).Should().Be((1, 2));
        after.TryUnwrap("type-a", Here, old, out var back).Should().BeTrue();
        back!.Dispose();
    }

    [Fact]
    public void Wrap_of_a_destroyed_version_never_opens_again()
    {
        using var before = store.OpenMaster("k-root");
        var old = before.Wrap("type-a", Here, secret);
        store.Add("k-root");
        store.Destroy("k-root", 1);
        using var after = store.OpenMaster("k-root");

        after.TryUnwrap("type-a", Here, old, out _).Should().BeFalse();
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_refused()
    {
        using var master = store.OpenMaster("k-root");
        var wrap = master.Wrap("type-a", Here, secret);

        foreach (var bad in Damage.Of(wrap))
        {
            master.TryUnwrap("type-a", Here, bad, out _).Should().BeFalse();
        }
    }

    [Fact]
    public void Derived_keys_differ_by_label_and_info_and_repeat_otherwise()
    {
        using var master = store.OpenMaster("k-root");

        using var one = master.Derive("label-a", Here, 32);
        using var same = master.Derive("label-a", Here, 32);
        using var otherLabel = master.Derive("label-b", Here, 32);
        using var otherInfo = master.Derive("label-a", There, 32);

        one.Span.SequenceEqual(same.Span).Should().BeTrue();
        one.Span.SequenceEqual(otherLabel.Span).Should().BeFalse();
        one.Span.SequenceEqual(otherInfo.Span).Should().BeFalse();
    }
}
