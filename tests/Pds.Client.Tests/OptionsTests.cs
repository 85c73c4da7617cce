using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pds.Client.Tests;

public sealed class OptionsTests
{
    private static readonly string AnyFile = typeof(OptionsTests).Assembly.Location;

    public static TheoryData<string, Action<PdsClientOptions>> Wrong => new()
    {
        { "Address", options => options.Address = null },
        { "Address", options => options.Address = new Uri("http://localhost:7443") },
        { "CityCaFile", options => options.CityCaFile = "" },
        { "CityCaFile", options => options.CityCaFile = "/nowhere/ca.pem" },
        { "IdentityFolder", options => options.IdentityFolder = "" },
        { "Passphrase", options => options.Passphrase = "short" },
        { "Passphrase", options => options.Passphrase = new string('x', 1025) },
        { "MaxAttempts", options => options.MaxAttempts = 0 },
        { "MaxAttempts", options => options.MaxAttempts = 6 },
        { "FirstRetryDelay", options => options.FirstRetryDelay = TimeSpan.Zero },
        { "CallTimeout", options => options.CallTimeout = TimeSpan.FromMinutes(6) },
        { "PageSize", options => options.PageSize = 501 },
    };

    [Fact]
    public void Good_options_are_accepted() =>
        new PdsClientOptionsValidator().Validate(null, Good()).Succeeded.Should().BeTrue();

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_wrong_option_is_named_with_what_to_change(string option, Action<PdsClientOptions> spoil)
    {
        var options = Good();
        spoil(options);

        var result = new PdsClientOptionsValidator().Validate(null, options);

        result.Failures.Should().ContainSingle().Which.Should().StartWith(option);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var result = new PdsClientOptionsValidator().Validate(null, new PdsClientOptions());

        result.Failures.Should().HaveCount(4);
    }

    [Fact]
    public void The_container_refuses_wrong_options_when_the_client_is_asked_for()
    {
        var services = new ServiceCollection().AddPdsClient(options => options.PageSize = 0);
        using var provider = services.BuildServiceProvider();

        var ask = () => provider.GetRequiredService<PdsClient>();

        ask.Should().Throw<OptionsValidationException>().WithMessage("*PageSize*");
    }

    [Fact]
    public void Printed_options_show_no_passphrase() =>
        Good().ToString().Should().Be(nameof(PdsClientOptions));

    private static PdsClientOptions Good() => new()
    {
        Address = new Uri("https://localhost:7443"),
        CityCaFile = AnyFile,
        IdentityFolder = "identity",
        Passphrase = "a passphrase of enough length",
    };
}
