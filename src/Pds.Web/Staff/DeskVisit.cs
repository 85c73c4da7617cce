using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Staff;

/// <summary>One open visit or call as its pages use it. Prints its type only.</summary>
internal sealed class DeskVisit(StaffSession session, Visit open, string staffId, Catalogue catalogue) : ICarried
{
    /// <summary>What may be carried in it.</summary>
    public ResidentVisit Calls { get; } = session.In(open.VisitId, staffId);

    /// <summary>She stands at the counter.</summary>
    public bool AtTheCounter => open.Channel == VisitChannel.Counter;

    /// <summary>A letter opened it: she looks, says no and stops, and her yes is for paper.</summary>
    public bool IsByLetter => open.ByLetter;

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset Until => open.ExpireTime.ToDateTimeOffset();

    /// <summary>Her consents and requests.</summary>
    public ConsentReading Consents => new(this, catalogue);

    /// <summary>Her records, masked by the city's server.</summary>
    public RecordReading Records => new(this, catalogue);

    /// <inheritdoc/>
    public Task<ResidentCalls> CallsAsync() => Task.FromResult<ResidentCalls>(Calls);

    /// <inheritdoc/>
    /// <remarks>Each look of a clerk is entered, so each is a look.</remarks>
    public Task<T> KeptAsync<T>(string what, Func<ResidentCalls, Task<T>> read, Func<T, int> rows, CancellationToken cancellationToken)
        where T : class => read(Calls);

    /// <inheritdoc/>
    public Task<HistoryViews?> TellHistoryAsync(bool whole, Func<HistoryViews, KnownHistory, Task<HistoryViews>> tell, CancellationToken cancellationToken) =>
        Task.FromResult<HistoryViews?>(null);

    /// <inheritdoc/>
    public override string ToString() => nameof(DeskVisit);
}
