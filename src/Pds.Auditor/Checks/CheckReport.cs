namespace Pds.Auditor.Checks;

/// <summary>What one check has seen so far: how much it looked at, how often it failed, and where first.</summary>
/// <param name="id"><c>A0</c> to <c>A10</c>.</param>
internal sealed class CheckReport(string id)
{
    /// <summary>Which check.</summary>
    public string Id => id;

    /// <summary>Things it looked at.</summary>
    public long Seen { get; private set; }

    /// <summary>Things that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>The first of the worst failures; null when there is none.</summary>
    public Failure? First { get; private set; }

    /// <summary>Why it, or a part of it, says nothing about this export: keys of the texts. A check that is all of this did not pass.</summary>
    public IReadOnlyList<string> NotApplicable => notApplicable;

    /// <summary>Where it stands.</summary>
    public CheckStatus Status => First is { Severity: Severity.Tampered } ? CheckStatus.Tampered
        : First is not null ? CheckStatus.Finding
        : Seen == 0 && notApplicable.Count > 0 ? CheckStatus.NotApplicable
        : CheckStatus.Sound;

    private readonly List<string> notApplicable = [];

    /// <summary>One more thing was looked at.</summary>
    public void Look() => Seen++;

    /// <summary>A part does not apply.</summary>
    public void Skip(string textKey) => notApplicable.Add(textKey);

    /// <summary>Something failed. The first stays the first, unless a worse one comes.</summary>
    public void Fail(Fault fault, Severity severity, string place = "", long? leaf = null) => Fail(new Failure(fault, severity, place, leaf));

    /// <summary>The same for what was found elsewhere.</summary>
    public void Fail(Failure failure)
    {
        Failures++;
        if (First is null || failure.Severity > First.Severity)
        {
            First = failure;
        }
    }
}
