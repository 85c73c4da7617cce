using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// The role that holds K_root (DESIGN section 3). It opens a resident's root key only inside that resident's own act, a source's write,
/// a grant, or a maintenance act that is itself an entry; the open key never leaves the frame.
/// </summary>
/// <param name="root">K_root; owned by the caller.</param>
/// <param name="recorder">Writes the key rows.</param>
/// <param name="origin">The ledger's origin, part of every context.</param>
public sealed class Custodian(MasterKey root, Recorder recorder, string origin)
{
    /// <summary>The only collection epoch until rotation is built.</summary>
    internal const int FirstEpoch = 1;

    private const int MaxAttempts = 4;

    /// <summary>The ledger's origin.</summary>
    public string Origin => origin;

    /// <summary>A new resident's root key, to be written in the command that creates the resident. Conflicts when one exists.</summary>
    public Change CreateResidentKeys(ResidentId resident)
    {
        using var secret = SecretBytes.Random(ResidentRootKey.Size);
        var wrap = root.Wrap(Labels.VaultResidentKeyWrap, RootContext(resident), secret);
        var row = new ResidentKeyRow(1, ResidentKeyRow.Managed, wrap);
        return new Change.Put(ResidentKeyRow.KeyOf(resident), row.ToBytes(), ExpectedVersion: 0);
    }

    /// <summary>
    /// Destroys a resident's root key, in the command of her own order: from then on nobody opens a cell, and nothing is written for her any more.
    /// </summary>
    public static Change DestroyResidentKeys(ResidentId resident) => new Change.Delete(ResidentKeyRow.KeyOf(resident));

    /// <summary>
    /// Makes the capsule of a grant: the keys of these fields and of no others, so what was not consented to cannot be opened
    /// (promise 3). Null when the resident has no vault here.
    /// </summary>
    /// <param name="resident">Whose fields.</param>
    /// <param name="grant">The grant the capsule belongs to.</param>
    /// <param name="dataset">The dataset version, <c>code@version</c>.</param>
    /// <param name="fields">The consented fields.</param>
    /// <param name="recipient">Who will receive; records get names of their own towards them.</param>
    /// <param name="capsuleKey">K_cap.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<SealedCapsule?> SealCapsuleAsync(
        ResidentId resident, GrantId grant, string dataset, IReadOnlyCollection<string> fields, OrganizationId recipient,
        SecretBytes capsuleKey, CancellationToken cancellationToken)
    {
        using var rootKey = await OpenRootAsync(resident, cancellationToken);
        if (rootKey is null)
        {
            return null;
        }

        using var collection = await OpenCollectionAsync(rootKey, resident, dataset, cancellationToken);
        using var pairwise = rootKey.PairwiseKey(recipient);
        var entry = Capsule.Close(
            new CapsulePlace(origin, grant, resident, dataset, collection.Epoch), capsuleKey, pairwise,
            fields, field => FieldKeys.Of(collection, origin, field));
        return new SealedCapsule(dataset, collection.Epoch, entry, rootKey.WrapCapsuleKey(grant, capsuleKey), rootKey.StillStands);
    }

    /// <summary>The resident's root key, open; null when there is none (never created, or erased).</summary>
    internal async ValueTask<ResidentRootKey?> OpenRootAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        var found = await recorder.Rows.FindAsync(ResidentKeyRow.KeyOf(resident), cancellationToken);
        if (found is null)
        {
            return null;
        }

        var row = ResidentKeyRow.FromBytes(found.Body);
        return root.TryUnwrap(Labels.VaultResidentKeyWrap, RootContext(resident), row.Wrap, out var secret)
            ? new ResidentRootKey(origin, resident, secret, found.Version)
            : throw new InvalidDataException("A resident key does not open under K_root: wrong key file, or a damaged row.");
    }

    /// <summary>The resident's key of one collection, made on first use by a command of its own (no entry: it says nothing about anyone).</summary>
    internal async ValueTask<CollectionKey> OpenCollectionAsync(
        ResidentRootKey rootKey, ResidentId resident, string dataset, CancellationToken cancellationToken)
    {
        var key = CollectionRow.KeyOf(resident, dataset, FirstEpoch);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = await recorder.Rows.FindAsync(key, cancellationToken);
            if (found is not null)
            {
                var row = CollectionRow.FromBytes(found.Body);
                return rootKey.TryUnwrapCollection(dataset, row.Epoch, row.Wrap, out var secret)
                    ? new CollectionKey(resident, dataset, row.Epoch, secret)
                    : throw new InvalidDataException("A collection key does not open under its resident's key: a damaged or moved row.");
            }

            using var fresh = SecretBytes.Random(FieldKeys.Size);
            var made = new CollectionRow(1, dataset, FirstEpoch, rootKey.WrapCollection(dataset, FirstEpoch, fresh));
            // If power fails after this, the collection has a key and no records, which is a state like any other. If two acts make it at
            // once, one insert wins and the other reads the winner's key on the next turn.
            var put = new Change.Put(key, made.ToBytes(), new RowLinks(Parent: resident.ToString()), ExpectedVersion: 0);
            await recorder.RecordAsync(new Command([rootKey.StillStands, put], []), cancellationToken);
        }

        throw new InvalidOperationException("A collection key could not be made: the resident's keys changed under the act.");
    }

    private byte[] RootContext(ResidentId resident) =>
        LengthPrefixed.Of(Labels.VaultResidentKeyWrap, origin, resident.ToString(), ResidentKeyRow.Managed);
}
