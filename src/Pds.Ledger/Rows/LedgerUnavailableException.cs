namespace Pds.Ledger;

/// <summary>
/// The ledger cannot record or read just now: store full, failing, read-only, locked, or slower than two seconds.
/// Nothing was acknowledged. Always worth a retry; the ledger recovers by itself when the cause ends.
/// </summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>A new failure.</summary>
    /// <param name="message">What failed, without personal data.</param>
    /// <param name="outcomeUnknown">True when the command may yet turn out durable; false when it certainly left no trace.</param>
    /// <param name="inner">The store's own error, for the operator.</param>
    public LedgerUnavailableException(string message, bool outcomeUnknown = false, Exception? inner = null)
        : base(message, inner) => OutcomeUnknown = outcomeUnknown;

    /// <summary>
    /// True: the command was on its way to the disk when waiting ended, so a stop must be assumed done and a start not done.
    /// False: the command changed nothing.
    /// </summary>
    public bool OutcomeUnknown { get; }
}
