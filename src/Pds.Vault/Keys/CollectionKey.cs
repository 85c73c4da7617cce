using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>CK_{r,c,n}, open. Lives in one frame and is zeroed when disposed.</summary>
/// <param name="resident">r.</param>
/// <param name="dataset">c, as <c>code@version</c>.</param>
/// <param name="epoch">n; 1 until rotation is built.</param>
/// <param name="secret">32 random bytes; owned by this object.</param>
internal sealed class CollectionKey(ResidentId resident, string dataset, int epoch, SecretBytes secret) : IDisposable
{
    public ResidentId Resident => resident;

    public string Dataset => dataset;

    public int Epoch => epoch;

    public SecretBytes Secret => secret;

    public void Dispose() => secret.Dispose();

    public override string ToString() => nameof(CollectionKey);
}
