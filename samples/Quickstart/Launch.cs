namespace Quickstart;

/// <summary>What to start differently from a plain development server. The walk needs none of it; the system tests do.</summary>
internal sealed record Launch
{
    /// <summary>The port; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Further options of the command line; a later one wins over an earlier one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets every line the server prints or logs.</summary>
    public Action<string>? Output { get; init; }
}
