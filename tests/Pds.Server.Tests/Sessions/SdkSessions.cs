using System.Text.Json.Nodes;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>The SDK's web host and session against the real server: what the pages are built on.</summary>
[Trait("Feature", "S3")]
public sealed class SdkSessions : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("pds-web-host-").FullName;
    private TestIdentityProvider provider = null!;
    private City city = null!;
    private WebHost host = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync();
        city = await City.StartAsync(provider.Configure);
        host = await WebHost.OpenOrEnrollAsync(Options, () => File.ReadAllText(Path.Combine(city.Data, "web-host-code")).Trim(), cancellationToken: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await city.DisposeAsync();
        await provider.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PdsClientOptions Options => new()
    {
        Address = city.Address, CityCaFile = city.CityCaFile, IdentityFolder = Path.Combine(folder, "identity"), Passphrase = "correct horse battery",
    };

    [Fact]
    [Trait("Feature", "X9")]
    public async Task First_visit_grant_pause_resume_stop_history_and_sign_out()
    {
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var session = await FirstVisitAsync("hanako");
        var item = await hospital.AskConsentAsync(await session.IssueReferenceAsync(hospital.Id, cancellationToken: Stop), "hospital-registration@1");
        (await session.ListRequestsAsync(cancellationToken: Stop).SingleAsync(cancellationToken: Stop)).Items.Single().GrantId.Should().Be(item.GrantId);
        var document = await session.ShowDocumentAsync(item, cancellationToken: Stop);
        var sitting = session.SittingOf([document]);
        session.ConsentSetChallenge([document]).Should().Be(sitting.Challenge);

        var answers = await session.GrantAsync([document], sitting.WithIdToken(provider.Token("hanako", sitting.Challenge)), cancellationToken: Stop);

        var given = answers.Single().Given!.Consent;
        given.State.Should().Be(ConsentState.Active);
        (await session.GetReceiptAsync(given.GrantId, cancellationToken: Stop)).SdJwt.Should().NotBeEmpty();
        var paused = (await session.PauseAsync(given, cancellationToken: Stop)).Consent;
        var challenge = (await host.StartSignInAsync(cancellationToken: Stop)).Challenge;
        var resume = session.SittingOfResume(paused, challenge);
        (await session.ResumeAsync(paused, challenge, resume.WithIdToken(provider.Token("hanako", resume.Challenge)), cancellationToken: Stop)).Consent.State.Should().Be(ConsentState.Active);
        (await session.WithdrawAsync(given.GrantId, cancellationToken: Stop)).Consent.State.Should().Be(ConsentState.Withdrawn);
        var opened = host.OpenSession(session.Secret);
        await city.Server.Roles.Recorder.Heads.EnterAsync(TestContext.Current.CancellationToken);
        (await opened.CheckHistoryAsync(cancellationToken: TestContext.Current.CancellationToken)).Should().Match(check => check is HistoryCheck.Whole || check is HistoryCheck.NotYet);
        (await host.Catalogue.ListDatasetsAsync(cancellationToken: Stop).CountAsync(cancellationToken: Stop)).Should().BePositive();
        (await session.EndAllAsync(cancellationToken: Stop)).Should().Be(1);
        (await RefusedAsync(() => opened.ListSessionsAsync(cancellationToken: Stop))).Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_document_that_is_refused_holds_up_no_other_of_the_sitting()
    {
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var session = await FirstVisitAsync("hanako");
        var reference = await session.IssueReferenceAsync(hospital.Id, cancellationToken: Stop);
        var one = await session.ShowDocumentAsync(await hospital.AskConsentAsync(reference, "hospital-registration@1"), cancellationToken: Stop);
        var two = await session.ShowDocumentAsync(await hospital.AskConsentAsync(reference, "hospital-booking@1"), cancellationToken: Stop);
        var sitting = session.SittingOf([one, two]);
        await session.DeclineAsync(one.Item, cancellationToken: Stop);

        var answers = await session.GrantAsync([one, two], sitting.WithIdToken(provider.Token("hanako", sitting.Challenge)), cancellationToken: Stop);

        answers[0].Refused!.Reason.Should().Be("ETAG_MISMATCH");
        answers[1].Given!.Consent.State.Should().Be(ConsentState.Active);
    }

    [Fact]
    public async Task Passkeys_and_her_own_values_through_the_sdk()
    {
        var session = await FirstVisitAsync("hanako");
        await city.Steward.WriteAsync(await session.IssueReferenceAsync(city.Steward.Id, cancellationToken: Stop), Story.Dataset, new Dictionary<string, JsonNode?>
        {
            ["name"] = "見本 花子", ["address"] = "青森県むつ市見本町1丁目2番3号", ["birth_date"] = "1958-03-03", ["sex"] = "女",
        });
        using var passkey = new TestPasskey();
        var begun = await host.StartSignInAsync(cancellationToken: Stop);
        var sitting = session.SittingOfPasskey(begun.Challenge, begun.PasskeyRpId, passkey.NewData());
        var evidence = sitting.WithIdToken(provider.Token("hanako", sitting.Challenge));

        var made = await session.RegisterPasskeyAsync(begun.Challenge, passkey.Register(begun.Challenge), evidence, "電話", cancellationToken: Stop);

        var again = (await host.StartSignInAsync(cancellationToken: Stop)).Challenge;
        var hers = await host.SignInWithPasskeyAsync(again, passkey.Answer(again), cancellationToken: Stop);
        (await hers.ReadRecordsAsync(cancellationToken: Stop).SingleAsync(cancellationToken: Stop)).Values.Should().Contain(value => value.Name == "name" && value.ValueJson == "\"見本 花子\"");
        (await hers.ListSessionsAsync(cancellationToken: Stop)).Should().HaveCount(2);
        (await hers.ListPasskeysAsync(cancellationToken: Stop)).Single().PasskeyId.Should().Be(made.PasskeyId);
        await hers.RemovePasskeyAsync(made.PasskeyId, cancellationToken: Stop);
        (await hers.ListPasskeysAsync(cancellationToken: Stop)).Should().BeEmpty();
        await hers.EndAsync(cancellationToken: Stop);
        (await RefusedAsync(() => hers.ListSessionsAsync(cancellationToken: Stop))).Should().Be("SESSION_NOT_ACCEPTED");
        (await session.ListSessionsAsync(cancellationToken: Stop)).Should().ContainSingle("its own end ends no other");
    }

    [Fact]
    public async Task An_enrolled_host_opens_again_and_a_text_that_is_no_secret_is_not_even_sent()
    {
        using var again = await WebHost.OpenAsync(Options, cancellationToken: Stop);

        again.OrganizationId.Should().Be(host.OrganizationId);
        foreach (var text in new[] { "", "x", "a\r\npds-call-proof: x", new string('あ', 43) })
        {
            var open = () => host.OpenSession(text);
            open.Should().Throw<PdsException>().Which.Reason.Should().Be("SESSION_NOT_ACCEPTED");
        }
    }

    private async Task<ResidentSession> FirstVisitAsync(string subject)
    {
        var vault = await city.NewVaultAsync();
        var challenge = (await host.StartSignInAsync(cancellationToken: Stop)).Challenge;
        var token = provider.Token(subject, challenge);
        (await RefusedAsync(() => host.SignInAsync(challenge, token, cancellationToken: Stop))).Should().Be("IDENTITY_NOT_LINKED");
        return await host.LinkIdentityAsync(vault.DeviceCode, token, challenge, cancellationToken: Stop);
    }

    private static async Task<string> RefusedAsync<T>(Func<Task<T>> act) => (await act.Should().ThrowAsync<PdsException>()).Which.Reason;
}
