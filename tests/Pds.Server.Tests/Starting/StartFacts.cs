using Microsoft.Extensions.Options;
using Pds.Consent;
using Pds.Server.Edge;
using Pds.Server.Errors;
using Pds.Server.FirstRun;
using Pds.Server.Hosting;
using Pds.TestCity;

namespace Pds.Server.Tests.Starting;

/// <summary>Starting, stopping, and what a first run leaves.</summary>
public sealed class StartFacts
{
    [Fact]
    public async Task Production_refuses_development_keys()
    {
        var data = Directory.CreateTempSubdirectory("pds-start-").FullName;
        await (await City.StartAsync(o => o.Data = data)).DisposeAsync();

        var act = () => CityServer.StartAsync(new ServerOptions { Data = data, Port = 0 }, development: false, _ => { });

        await act.Should().ThrowAsync<StartRefusedException>().WithMessage("*PDS_PASSPHRASE*");
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Production_refuses_development_keys_whose_passphrase_was_moved_out_of_the_folder()
    {
        const string variable = "PDS_TEST_MOVED_PASSPHRASE";
        var data = Directory.CreateTempSubdirectory("pds-start-").FullName;
        await (await City.StartAsync(o => o.Data = data)).DisposeAsync();
        var beside = Path.Combine(data, "dev-passphrase");
        Environment.SetEnvironmentVariable(variable, await File.ReadAllTextAsync(beside, TestContext.Current.CancellationToken));
        File.Delete(beside);

        var act = () => CityServer.StartAsync(
            new ServerOptions { Data = data, Port = 0, PassphraseVariable = variable }, development: false, _ => { });

        await act.Should().ThrowAsync<StartRefusedException>().WithMessage("*development keys*");
        Environment.SetEnvironmentVariable(variable, null);
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(null, null, "Production", false)]
    [InlineData(null, "Production", null, false)]
    [InlineData(null, "Development", "Production", false)]
    [InlineData(null, "Production", "Development", false)]
    [InlineData(null, "Development", "Development", true)]
    [InlineData("Development", null, "Production", true)]
    [InlineData("Production", "Development", "Development", false)]
    public void Each_of_the_platforms_variables_can_say_that_this_is_not_development(string? option, string? aspNet, string? dotNet, bool development)
    {
        var before = (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"), Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"));
        SetEnvironment(aspNet, dotNet);

        CommandLine.Read(option is null ? [] : ["--environment", option]).Development.Should().Be(development);

        SetEnvironment(before.Item1, before.Item2);
    }

    [Fact]
    public async Task A_second_start_finds_everything_as_it_was()
    {
        var data = Directory.CreateTempSubdirectory("pds-start-").FullName;
        long size;
        await using (var first = await City.StartAsync(o => o.Data = data, enrolSteward: false))
        {
            size = first.Server.Roles.Recorder.Latest.Size;
        }

        await using (var second = await City.StartAsync(o => o.Data = data))
        {
            second.Server.Roles.Recorder.Latest.Size.Should().BeGreaterThanOrEqualTo(size);
            second.Steward.Id.Should().StartWith("org_");
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Secrets_of_a_first_run_are_for_the_owner_only()
    {
        await using var city = await City.StartAsync(enrolSteward: false);

        foreach (var file in new[] { "keys.sealed", "dev-passphrase", "bootstrap-code", "web-host-code" })
        {
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(Path.Combine(city.Data, file)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    [Fact]
    [Trait("Feature", "S3")]
    public async Task The_code_of_the_pages_admits_one_web_host_and_is_gone_after_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("pds-start-").FullName;
        var code = Path.Combine(data, "web-host-code");
        await using (var first = await City.StartAsync(o => o.Data = data))
        {
            var text = (await File.ReadAllTextAsync(code, TestContext.Current.CancellationToken)).Trim();
            var host = await first.EnrollAsync(text);
            host.Name.Should().Be("むつ市 市民のページ");
            var act = () => first.EnrollAsync(text);
            (await act.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*ENROLLMENT_CODE_NOT_ACCEPTED*");
        }

        await using (await City.StartAsync(o => o.Data = data, enrolSteward: false))
        {
            File.Exists(code).Should().BeFalse();
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var city = await City.StartAsync(enrolSteward: false);

        var act = () => CityServer.StartAsync(new ServerOptions { Data = city.Data, Port = 0 }, development: true, _ => { });

        await act.Should().ThrowAsync<Pds.Ledger.LedgerRefusedException>();
    }

    [Theory]
    [InlineData("Port", 70000)]
    [InlineData("PublishSeconds", -1)]
    [InlineData("StatusListSeconds", 0)]
    [InlineData("ShutdownSeconds", 0)]
    [InlineData("MaxConnections", 0)]
    [InlineData("Origin", "https://x")]
    [InlineData("Issuer", "http://x.example")]
    [InlineData("Listen", "everywhere")]
    [InlineData("City", "")]
    [InlineData("IdentityIssuer", "http://id.example")]
    [InlineData("IdentityClientId", "")]
    [InlineData("IdentityKeys", "http://id.example/keys")]
    [InlineData("SmtpHost", "mail server")]
    [InlineData("SmtpPort", 0)]
    [InlineData("MailFrom", "somebody")]
    [InlineData("PagesAddress", "http://pages.example")]
    [InlineData("NoticeSeconds", 0)]
    [InlineData("PasskeyRpId", "https://pds.city.example")]
    public async Task A_wrong_option_is_named_with_what_to_change(string option, object value)
    {
        var options = new ServerOptions { Data = "unused" };
        typeof(ServerOptions).GetProperty(option)!.SetValue(options, value);

        var act = () => CityServer.StartAsync(options, development: true, _ => { });

        (await act.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().StartWith(option + ":");
        Directory.Exists("unused").Should().BeFalse();
    }

    [Fact]
    public void Every_method_of_the_protos_is_in_the_table_of_who_may_call()
    {
        var services = new[]
        {
            Protocol.V1.CatalogService.Descriptor, Protocol.V1.OrganizationService.Descriptor, Protocol.V1.ResidentService.Descriptor,
            Protocol.V1.ConsentService.Descriptor, Protocol.V1.VaultService.Descriptor, Protocol.V1.DisclosureService.Descriptor,
            Protocol.V1.LedgerService.Descriptor, Protocol.V1.AuditService.Descriptor, Protocol.V1.SessionService.Descriptor,
            Protocol.V1.MandateService.Descriptor, Protocol.V1.OwnDataService.Descriptor, Protocol.V1.StaffService.Descriptor,
            Protocol.V1.QuestionService.Descriptor, Protocol.V1.NotificationService.Descriptor, Protocol.V1.DeskService.Descriptor,
            Protocol.V1.CorrectionService.Descriptor, Protocol.V1.LetterService.Descriptor,
        };

        CallMethods.All.Select(m => m.Path).Should().BeEquivalentTo(services.SelectMany(s => s.Methods.Select(m => $"/{s.FullName}/{m.Name}")));
    }

    [Fact]
    public void Every_reason_of_the_domain_has_the_same_name_and_number_on_the_wire()
    {
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            var wire = RefusalStatus.OnTheWire(reason);
            RefusalStatus.Code(wire).Should().Be(reason.Code());
            ((int)wire).Should().Be((int)reason);
        }
    }

    [Fact]
    public void Every_reason_has_one_sentence_and_one_error_info()
    {
        foreach (var reason in Enum.GetValues<Protocol.V1.RefusalReason>())
        {
            var status = RefusalStatus.Of(reason, "cal_test");

            status.Details.Count(d => d.Is(Google.Rpc.ErrorInfo.Descriptor)).Should().Be(1);
            status.Details.Single(d => d.Is(Google.Rpc.LocalizedMessage.Descriptor)).Unpack<Google.Rpc.LocalizedMessage>().Message.Should().EndWith("。");
            status.Code.Should().NotBe(0);
        }
    }

    private static void SetEnvironment(string? aspNet, string? dotNet)
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", aspNet);
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", dotNet);
    }
}
