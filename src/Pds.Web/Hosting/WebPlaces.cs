namespace Pds.Web.Hosting;

/// <summary>The origins that pages and headers name: this host's own, and the identity provider's.</summary>
/// <param name="Own">Such as <c>https://localhost:7444</c>, without a slash at the end.</param>
/// <param name="Provider">The provider's origin, likewise.</param>
internal sealed record WebPlaces(string Own, string Provider);
