namespace Pds.Cryptography.Tests.Keys;

public sealed class SecretBytesTests
{
    [Fact]
    public void Disposed_secret_is_zeroed_and_unreadable()
    {
        var secret = SecretBytes.CopyOf([1, 2, 3]);
        var view = secret.Span;

        secret.Dispose();

        view.ToArray().Should().Equal(0, 0, 0);
        FluentActions.Invoking(() => secret.Length).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Disposing_twice_is_harmless_and_gives_memory_back_once()
    {
        var secret = SecretBytes.CopyOf(new byte[32]);
        secret.Dispose();
        secret.Dispose();

        using var first = SecretBytes.Random(32);
        using var second = SecretBytes.Random(32);

        first.Span.SequenceEqual(second.Span).Should().BeFalse("two owners must never share one array");
    }

    [Fact]
    public void Copy_outlives_the_original()
    {
        var original = SecretBytes.CopyOf([7, 8]);
        using var copy = original.Copy();

        original.Dispose();

        copy.Span.ToArray().Should().Equal(7, 8);
    }

    [Fact]
    public void Failing_filler_leaves_no_secret_behind()
    {
        var act = () => SecretBytes.Create(32, 0, (span, _) => throw new InvalidOperationException());

        act.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Random_secrets_differ()
    {
        using var one = SecretBytes.Random(32);
        using var other = SecretBytes.Random(32);

        one.Span.SequenceEqual(other.Span).Should().BeFalse();
    }

    [Fact]
    public void Empty_secret_is_a_secret()
    {
        using var empty = SecretBytes.CopyOf([]);

        empty.Length.Should().Be(0);
    }
}
