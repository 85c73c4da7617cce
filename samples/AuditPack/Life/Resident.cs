using Pds.Client;

namespace AuditPack;

/// <summary>A resident with her device: what she holds in her vault, and what she was asked.</summary>
/// <param name="number">From 0, in the order of joining.</param>
/// <param name="person">Who she is.</param>
/// <param name="random">Her own choices, so that they do not depend on who else acts in the same hour.</param>
/// <param name="device">Her device.</param>
internal sealed class Resident(int number, Person person, Random random, ResidentDevice device) : IDisposable
{
    private readonly Dictionary<string, string> _references = [];

    /// <summary>From 0, in the order of joining.</summary>
    public int Number => number;

    /// <summary>Who she is; another address after a move.</summary>
    public Person Person { get; set; } = person;

    /// <summary>Her own choices.</summary>
    public Random Random => random;

    /// <summary>Her device.</summary>
    public ResidentDevice Device => device;

    /// <summary>What she was asked, in order.</summary>
    public List<Item> Items { get; } = [];

    /// <summary>Ids of records that get new versions, by what they are.</summary>
    public Dictionary<string, string> Records { get; } = [];

    /// <summary>Her reference for one organisation, asked for once.</summary>
    public async Task<string> ReferenceForAsync(Organisation organisation) => _references.TryGetValue(organisation.Key, out var known)
        ? known
        : _references[organisation.Key] = await device.IssueReferenceAsync(organisation.Id);

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();
}
