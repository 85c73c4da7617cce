namespace Pds.Ledger;

/// <summary>Gives the publisher the commitments the store holds. An interface because each database implements it.</summary>
public interface ILeafReader
{
    /// <summary>Commitments (32 bytes each) of leaves [<paramref name="start"/>, <paramref name="start"/> + <paramref name="count"/>); count is at most 256.</summary>
    ValueTask<IReadOnlyList<byte[]>> ReadCommitmentsAsync(long start, int count, CancellationToken cancellationToken);
}
