using Pds.Client;
using Pds.Protocol.V1;
using ResidentPages;

namespace Pds.Web.Tests.World;

/// <summary>Mandates between the people of the city, made without the pages.</summary>
internal static class Families
{
    /// <summary>Somebody offers another a mandate by the other's code; the other accepts it if told to.</summary>
    public static async Task<string> MandateAsync(this WebCity world, string from, string to, string toName, bool accept = true, params MandateAct[] acts)
    {
        var (giver, actor) = (await world.SignInAsync(from), await world.SignInAsync(to));
        var grants = acts.Contains(MandateAct.Grant);
        var shown = await giver.Mandates.ShowDocumentAsync(new GetMandateDocumentRequest
        {
            Code = (await actor.Mandates.MakeCodeAsync(toName)).Code,
            Role = grants || acts.Contains(MandateAct.Decline) ? MandateRole.Proxy : MandateRole.Helper,
            Acts = { acts },
            Datasets = { grants ? ["basic-four"] : Array.Empty<string>() },
            LastDay = Dates.DateOf(world.Clock.GetUtcNow()).AddDays(100).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ResidentName = "見本 花子",
        });
        var sitting = MandateCalls.SittingOf(shown);
        var offered = await giver.Mandates.OfferAsync(shown, sitting.WithIdToken(await PressedCard.IdTokenAsync(world.Web, world.Keys, from, sitting.Challenge)));
        return accept ? (await actor.Mandates.AcceptAsync(offered.MandateId)).MandateId : offered.MandateId;
    }
}
