using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Edge;

/// <summary>
/// Bounds the memory that batches hold (I-41): a message above <see cref="LargeFrom"/> bytes stays in memory while its call runs, so each
/// organisation may have <see cref="MaxAtOnce"/> such calls. Counted for each one alone, so that none keeps another out (I-40).
/// </summary>
internal sealed class LargeCalls
{
    /// <summary>Calls at once of one organisation to methods with large messages: 4.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>Methods that take more are counted, in bytes: 1 MiB.</summary>
    public const int LargeFrom = 1024 * 1024;

    /// <summary>When to try again: 1 second.</summary>
    public static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<OrganizationId, int> running = new();

    /// <summary>A place for this call, given back when disposed; null when the organisation has none left.</summary>
    public IDisposable? TryEnter(CallMethod method, Organization? organization)
    {
        if (organization is null || method.MaxMessageBytes <= LargeFrom)
        {
            return Place.Free;
        }

        var id = organization.Id;
        if (running.AddOrUpdate(id, 1, (_, count) => count + 1) <= MaxAtOnce)
        {
            return new Place(this, id);
        }

        Leave(id);
        return null;
    }

    private void Leave(OrganizationId id) => running.AddOrUpdate(id, 0, (_, count) => count - 1);

    private sealed class Place(LargeCalls? calls, OrganizationId id) : IDisposable
    {
        public static readonly Place Free = new(null, default);

        public void Dispose() => calls?.Leave(id);
    }
}
