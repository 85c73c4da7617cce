using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.Sessions;
using Pds.TestCity;

namespace Pds.Server.Tests.Erasure;

/// <summary>Whoever is erased is erased for the web host too: her sessions end, and nobody signs in as her.</summary>
[Collection(nameof(SessionCity))]
[Trait("Invariant", "I-34")]
public sealed class ErasedSessions(SessionCity town)
{
    private const string Subject = "goro-44d1";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Feature", "V8")]
    public async Task Her_sessions_end_with_the_order_and_the_identity_provider_opens_nothing_any_more()
    {
        var (her, session) = await LinkedAsync();
        using var passkey = new TestPasskey();
        var open = await town.Host.StartAsync();
        (await session.AskAsync(
            "/pds.v1.SessionService/RegisterPasskey", session.Registration(passkey, open, town.Provider, Subject, "電話"))).Reason.Should().Be("OK");
        (await RowsAsync(her)).Should().Equal([1, 1, 1], "a session, an identity and a passkey of hers are there to go");

        (await her.EraseAsync()).HistoryExpireTime.Should().BeNull();

        foreach (var method in Pds.Server.Edge.CallMethods.All.Where(method => method.Residents || method.SessionsOnly))
        {
            (await session.SendAsync(method.Path, Calls.Requests.For(method))).Reason.Should().Be("SESSION_NOT_ACCEPTED", method.Path);
        }

        var challenge = await town.Host.StartAsync();
        (await town.Host.SignInAsync(challenge, town.Provider.Token(Subject, challenge))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await RowsAsync(her)).Should().Equal(0, 0, 0);
    }

    private async Task<int[]> RowsAsync(TestResident her)
    {
        var rows = town.City.Server.Roles.Recorder.Rows;
        return
        [
            (await rows.ListAsync(Table.Sessions, LinkColumn.Parent, her.ResidentId, 0, 10, Stop)).Count,
            (await rows.ListAsync(Table.Identities, LinkColumn.Parent, her.ResidentId, 0, 10, Stop)).Count,
            (await rows.ListAsync(Table.Passkeys, LinkColumn.Other, her.ResidentId, 0, 10, Stop)).Count,
        ];
    }

    // A device first, and then the same vault through the host, with another code for it.
    private async Task<(TestResident Her, TestSession Session)> LinkedAsync()
    {
        var her = await town.City.NewResidentAsync();
        ResidentId.TryParse(her.ResidentId, out var resident).Should().BeTrue();
        var code = OpaqueId.New(EnrollmentCode.DevicePrefix);
        var row = EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(code), null, resident, DateTimeOffset.UtcNow.AddHours(1)));
        await town.City.Server.Roles.Recorder.RecordAsync(new Command([row], []), Stop);
        return (her, await town.Host.FirstVisitAsync(town.Provider, Subject, code));
    }
}
