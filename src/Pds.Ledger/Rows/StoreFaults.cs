namespace Pds.Ledger;

/// <summary>
/// The one place where a store's own error becomes <see cref="LedgerUnavailableException"/>. A store may fail in any way its engine
/// knows; all of them mean the same to a caller: nothing was read, try again.
/// </summary>
internal static class StoreFaults
{
    internal static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (LedgerUnavailableException or OperationCanceledException or ObjectDisposedException))
        {
            throw new LedgerUnavailableException("The ledger's store cannot be read just now.", inner: e);
        }
    }
}
