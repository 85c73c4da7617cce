using System.Security.Claims;
using Pds.Protocol.V1;

namespace Pds.Web.Residents;

/// <summary>For whom somebody acts in this browser, as her ticket says. The city's server looks the mandate up again at every call.</summary>
/// <param name="MandateId">The mandate (<c>mdt_…</c>).</param>
/// <param name="Name">What the resident is called.</param>
/// <param name="Role">As what: <c>helper</c>, <c>proxy</c> or <c>guardian</c>.</param>
/// <param name="SeesValues">Whether the mandate shows values.</param>
internal sealed record ActingFor(string MandateId, string Name, string Role, bool SeesValues)
{
    private const string MandateClaim = "pds-mandate";
    private const string NameClaim = "pds-acting-name";
    private const string RoleClaim = "pds-acting-role";
    private const string ValuesClaim = "pds-acting-values";

    /// <summary>What the ticket says; null when she is here as herself.</summary>
    public static ActingFor? Of(HttpContext context) => context.User.FindFirstValue(MandateClaim) is { } mandate
        ? new ActingFor(mandate, context.User.FindFirstValue(NameClaim)!, context.User.FindFirstValue(RoleClaim)!, context.User.HasClaim(ValuesClaim, "yes"))
        : null;

    /// <summary>A mandate as a ticket says it.</summary>
    public static ActingFor Of(Mandate mandate) => new(
        mandate.MandateId, mandate.ResidentName, mandate.Role.ToString().ToLowerInvariant(), mandate.Acts.Contains(MandateAct.Values));

    /// <summary>The claims that say it.</summary>
    public IEnumerable<Claim> Claims =>
        [new(MandateClaim, MandateId), new(NameClaim, Name), new(RoleClaim, Role), new(ValuesClaim, SeesValues ? "yes" : "no")];

    /// <inheritdoc/>
    public override string ToString() => nameof(ActingFor);
}
