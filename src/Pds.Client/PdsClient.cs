namespace Pds.Client;

/// <summary>What an organisation uses to ask for consent and for data. One per process; safe for parallel calls.</summary>
public sealed class PdsClient
{
    private readonly PdsClientOptions _options;

    /// <summary>Makes a client from checked options; opens nothing yet.</summary>
    public PdsClient(PdsClientOptions options)
    {
        PdsClientOptionsValidator.Require(options);
        _options = options;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PdsClient) + " " + _options.Address;
}
