using Pds.Server.Edge;
using Pds.TestCity;
using Role = Pds.Consent.OrganizationRole;

namespace Pds.Server.Tests.Calls;

/// <summary>The actors of the shared city, by what they may do.</summary>
internal static class Actors
{
    /// <summary>All of them, with the roles they hold; a resident holds none.</summary>
    public static IReadOnlyList<(string Name, Actor Who, Role[] Roles, bool Resident)> All(CityFixture city) =>
    [
        ("steward", city.City.Steward, [Role.Source, Role.Steward], false),
        ("hospital", city.Story.Hospital, [Role.Recipient, Role.Source], false),
        ("water", city.Water, [Role.Recipient, Role.Source], false),
        ("reviewer", city.Reviewer, [Role.Reviewer], false),
        ("auditor", city.Auditor, [Role.Auditor], false),
        ("web host", city.Host.Self, [Role.WebHost], false),
        ("hanako", city.Story.Hanako, [], true),
        ("taro", city.Taro, [], true),
        ("anybody", city.City.Anybody, [], false),
    ];

    /// <summary>An actor that may call the method and is not part of the story.</summary>
    public static Actor MayCall(CityFixture city, CallMethod method) =>
        method.Public ? city.City.Anybody
        : method.Roles.Contains(Role.Recipient) ? city.Water
        : method.Residents ? city.Taro
        : method.Roles.Contains(Role.Steward) ? city.City.Steward
        : method.Roles.Contains(Role.Source) ? city.Water
        : method.Roles.Contains(Role.Auditor) ? city.Auditor
        : method.Roles.Contains(Role.WebHost) ? city.Host.Self
        : method.Roles.Count == 0 && method.Staff.Count > 0 ? city.ClerkAsync().GetAwaiter().GetResult()
        : method.SessionsOnly ? city.VisitAsync().GetAwaiter().GetResult()
        : city.Reviewer;
}
