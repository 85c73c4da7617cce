using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Residents;

/// <summary>Something that carries a resident's calls: her own session, or a visit at the counter.</summary>
internal interface ICarried
{
    /// <summary>Her calls.</summary>
    Task<ResidentCalls> CallsAsync();

    /// <summary>One of her lists: read now, or the one she was shown before when nothing but uses and looks was entered in her history since.</summary>
    /// <param name="what">Which list; two with the same name are the same list.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IReadOnlyList<T>> ListAsync<T>(string what, Func<ResidentCalls, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken) =>
        KeptAsync(what, read, list => list.Count, cancellationToken);

    /// <summary>The same for what is more than a list.</summary>
    /// <param name="what">Which of them.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="rows">How much it is to keep.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<T> KeptAsync<T>(string what, Func<ResidentCalls, Task<T>> read, Func<T, int> rows, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Her own history in words, read on and told on from what she was shown before; null when it is not she who looks: then it is read as what it shows.</summary>
    /// <param name="whole">Whether it must begin with the first entry there is.</param>
    /// <param name="tell">Tells on, from what was told before and the history as it stands now.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<HistoryViews?> TellHistoryAsync(bool whole, Func<HistoryViews, KnownHistory, Task<HistoryViews>> tell, CancellationToken cancellationToken);
}
