using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.World;

/// <summary>What residents did through the pages before the auditor came: a consent on a fresh sign-in, two on one touch of a passkey.</summary>
internal static class PastSessions
{
    /// <summary>Plays it over the wire. The consents stand behind those of <see cref="Past"/>, in this order.</summary>
    public static async Task PlayAsync(Story story, TestIdentityProvider provider)
    {
        var host = await story.City.EnrollWebHostAsync();
        var shiro = await host.FirstVisitAsync(provider, "shiro");
        await host.FirstVisitAsync(provider, "rokuro");
        var item = await AskAsync(story, shiro, Story.Purpose);
        var shown = await shiro.ShowAsync(item);
        (await shiro.GrantAsync(item, shown, TestSession.StepUp(provider.Token("shiro", TestSession.ChallengeOf(shown)), shown))).Read<GrantResponse>();

        var goro = await host.FirstVisitAsync(provider, "goro");
        using var passkey = new TestPasskey();
        var challenge = await host.StartAsync();
        (await goro.AskAsync("/pds.v1.SessionService/RegisterPasskey", goro.Registration(passkey, challenge, provider, "goro"))).Read<RegisterPasskeyResponse>();
        var (one, two) = (await AskAsync(story, goro, Story.Purpose), await AskAsync(story, goro, "hospital-booking@1"));
        var (shownOne, shownTwo) = (await goro.ShowAsync(one), await goro.ShowAsync(two));
        var touch = TestSession.Passkey(passkey.Answer(TestSession.ChallengeOf(shownOne, shownTwo)), shownOne, shownTwo);
        (await goro.GrantAsync(one, shownOne, touch)).Read<GrantResponse>();
        (await goro.GrantAsync(two, shownTwo, touch)).Read<GrantResponse>();
        (await goro.AskAsync("/pds.v1.SessionService/RemovePasskey", new RemovePasskeyRequest
        {
            PasskeyId = Base64Url.Encode(passkey.Id), RequestId = Actor.NewRequestId(),
        })).Read<RemovePasskeyResponse>();
    }

    private static async Task<Protocol.V1.Consent> AskAsync(Story story, TestSession session, string purpose) =>
        await story.Hospital.AskConsentAsync(await session.ReferenceForAsync(story.Hospital), purpose);
}
