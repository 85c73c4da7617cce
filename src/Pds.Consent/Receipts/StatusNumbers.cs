using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Gives out places in the status lists: random among the unused ones of the newest list, so that neighbours in a list are not
/// neighbours in time (draft-ietf-oauth-status-list section 12.5.2). At half full the next list is begun, which keeps the choice wide
/// and the search short. The durable row decides in the end: when two nodes pick the same number, the second one's command
/// conflicts and it takes another. Safe to share between threads.
/// </summary>
public sealed class StatusNumbers
{
    private readonly Lock gate = new();
    private readonly HashSet<int> used = [];
    private int list;

    /// <summary>Starts from the numbers given out before.</summary>
    public StatusNumbers(IEnumerable<int> used)
    {
        ArgumentNullException.ThrowIfNull(used);
        foreach (var number in used)
        {
            Take(number);
        }
    }

    /// <summary>The newest list that has entries, or 0: lists 0 to this one are published.</summary>
    public int NewestList
    {
        get
        {
            lock (gate)
            {
                return list;
            }
        }
    }

    /// <summary>A number never given out before; <see cref="StatusPlace.Of"/> says where it is.</summary>
    public int Next()
    {
        lock (gate)
        {
            if (used.Count >= StatusList.EntriesInAList / 2)
            {
                list++;
                used.Clear();
            }

            while (true)
            {
                var number = (list * StatusList.EntriesInAList) + RandomIndex();
                if (used.Add(number))
                {
                    return number;
                }
            }
        }
    }

    // 2^17 divides 2^32, so masking keeps the distribution even.
    private static int RandomIndex() =>
        BitConverter.ToInt32(RandomSource.Bytes(sizeof(int))) & (StatusList.EntriesInAList - 1);

    private void Take(int number)
    {
        var of = number / StatusList.EntriesInAList;
        if (of > list)
        {
            list = of;
            used.Clear();
        }

        if (of == list)
        {
            used.Add(number);
        }
    }
}
