namespace Pds.Client;

/// <summary>Where the city's store is and which certificate authority to believe: all that a resident's device needs to know.</summary>
/// <param name="Address">The gRPC address, <c>https</c>.</param>
/// <param name="CityCaFile">PEM file of the city's own certificate authority.</param>
public sealed record CityAddress(Uri Address, string CityCaFile)
{
    /// <summary>Longest life of one call with all its attempts. 30 s unless said otherwise.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
