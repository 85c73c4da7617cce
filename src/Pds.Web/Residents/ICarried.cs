using Pds.Client;

namespace Pds.Web.Residents;

/// <summary>Something that carries a resident's calls: her own session, or a visit at the counter.</summary>
internal interface ICarried
{
    /// <summary>Her calls.</summary>
    Task<ResidentCalls> CallsAsync();

    /// <summary>One of her lists: read now, or the one she was shown before when nothing was entered in her history since.</summary>
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
}
