using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>The recorder's key handles. No other role holds any of them. The recorder disposes them.</summary>
/// <param name="Ledger">K_ledger: wraps LEK, LSK and S_ledger; seals rows.</param>
/// <param name="Index">K_index: blinds keys and links of rows.</param>
/// <param name="Own">The recorder's HPKE key; S_ledger arrives sealed to it.</param>
/// <param name="Gate">The gate's public HPKE key; S_ledger leaves sealed to it.</param>
public sealed record RecorderKeys(MasterKey Ledger, MasterKey Index, HpkePrivateKey Own, HpkePublicKey Gate) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Ledger.Dispose();
        Index.Dispose();
        Own.Dispose();
    }

    /// <summary>Keys do not print.</summary>
    public override string ToString() => nameof(RecorderKeys);
}
