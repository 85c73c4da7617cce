using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Pds.Client;

/// <summary>Puts the client into a service collection.</summary>
public static class PdsClientServices
{
    /// <summary>Adds one <see cref="PdsClient"/> for the whole process. Its options are validated when the host starts or, without a
    /// host, when the client is first asked for. The organisation must be enrolled.</summary>
    public static IServiceCollection AddPdsClient(this IServiceCollection services, Action<PdsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PdsClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PdsClientOptions>, PdsClientOptionsValidator>());
        services.TryAddSingleton(provider => new PdsClient(
            provider.GetRequiredService<IOptions<PdsClientOptions>>().Value, provider.GetService<TimeProvider>()));
        return services;
    }
}
