using Pds.Client;
using Pds.Web.Residents;

namespace Pds.Web.City;

/// <summary>What those who act for her told her to be called. Asked for once a page, and only where somebody acted; nobody who acts for her learns of the others.</summary>
internal sealed class HelperNames(ICarried carried)
{
    private static readonly Dictionary<string, string> Nobody = [];
    private IReadOnlyDictionary<string, string>? _names;

    /// <summary>The names by mandate; empty when none of these acts had one, or when it is not she who looks.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(IEnumerable<string> mandates, CancellationToken cancellationToken) =>
        !mandates.Any(mandate => mandate.Length > 0) || carried is not Resident { Acting: null } resident
            ? Nobody
            : _names ??= (await (await resident.SessionAsync()).Mandates.ListAsync(cancellationToken))
                .Where(one => one.ForMe).ToDictionary(one => one.MandateId, one => one.ActorName, StringComparer.Ordinal);
}
