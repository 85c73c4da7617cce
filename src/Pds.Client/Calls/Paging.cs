using System.Runtime.CompilerServices;

namespace Pds.Client;

/// <summary>Walks a paged list one page at a time; the next page is asked for only when the caller gets there.</summary>
internal static class Paging
{
    /// <summary>A server that never ends a list must not hold us for ever.</summary>
    public const int MaxPages = 100_000;

    public static async IAsyncEnumerable<T> Walk<T>(
        Func<string, CancellationToken, Task<(IReadOnlyList<T> Rows, string Next)>> page,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var token = "";
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var (rows, next) = await page(token, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (next.Length == 0 || next == token)
            {
                yield break;
            }

            token = next;
        }
    }
}
