namespace Pds.Consent;

/// <summary>How a resident is there while a clerk acts beside her.</summary>
public enum VisitChannel
{
    /// <summary>She stands at the counter.</summary>
    Counter = 1,

    /// <summary>She was called back on her registered telephone: nothing can be started.</summary>
    Voice = 2,
}
