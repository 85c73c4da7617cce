namespace Pds.Client.Tests;

/// <summary>A tiny city with one enrolled organisation that holds one grant: where most facts start.</summary>
internal sealed class EnrolledCity : IAsyncDisposable
{
    private EnrolledCity(TinyCity city, PdsClientOptions options, PdsClient client, TinyGrant grant)
    {
        (City, Options, Client, Grant) = (city, options, client, grant);
    }

    public TinyCity City { get; }

    public PdsClientOptions Options { get; }

    public PdsClient Client { get; }

    public TinyGrant Grant { get; }

    public DataRequest AskName => new(Grant.Grant.ToString(), ["name"]);

    public static async Task<EnrolledCity> StartAsync(Action<PdsClientOptions>? change = null, bool withReceipt = true)
    {
        var city = await TinyCity.StartAsync();
        var options = city.Options();
        change?.Invoke(options);
        var client = await PdsClient.EnrollAsync(options, "enc_code");
        var grant = TinyGrants.Give(city, options, client.OrganizationId);
        if (withReceipt)
        {
            await client.FetchReceiptAsync(grant.Grant.ToString());
        }

        return new EnrolledCity(city, options, client, grant);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await City.DisposeAsync();
    }
}
