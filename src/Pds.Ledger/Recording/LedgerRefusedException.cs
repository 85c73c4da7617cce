namespace Pds.Ledger;

/// <summary>
/// The ledger refuses to open: its store is older than what was published, was changed by other hands, belongs to another origin or key,
/// or is in use. Continuing would fork the log, so a person must decide.
/// </summary>
public sealed class LedgerRefusedException(string message, Exception? inner = null) : Exception(message, inner);
