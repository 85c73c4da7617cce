using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="Device"/> rests in <see cref="Table.Devices"/>; key = its thumbprint, parent = the resident.</summary>
public static class DeviceRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(DeviceId id) => new(Table.Devices, id.ToString());

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Device?> FindAsync(IRowReader rows, DeviceId id, CancellationToken cancellationToken = default) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>The devices of a resident, oldest first, at most 100.</summary>
    public static async ValueTask<IReadOnlyList<Device>> OfResidentAsync(
        IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.Devices, LinkColumn.Parent, resident.ToString(), 0, 100, cancellationToken).ConfigureAwait(false))
            .Select(From)];

    /// <summary>Writes a new device; a key that is enrolled already conflicts.</summary>
    public static Change.Put Put(Device device) => Write(device, expires: null, expectedVersion: 0);

    /// <summary>Ends a device for good; it is forgotten at <paramref name="expires"/>, or when somebody removes it.</summary>
    public static Change.Put End(Device device, DateTimeOffset? expires) => Write(device with { IsEnded = true }, expires, expectedVersion: null);

    private static Change.Put Write(Device device, DateTimeOffset? expires, long? expectedVersion)
    {
        var key = device.Key.ToJwk();
        var body = new Body(1, device.Resident.ToString(), (string)key["x"]!, (string)key["y"]!, device.EnrolledAt, device.IsEnded);
        return new Change.Put(
            Key(device.Id),
            JsonSerializer.SerializeToUtf8Bytes(body, PartyJson.Default.DeviceBody),
            new RowLinks(Parent: device.Resident.ToString()),
            Expires: expires,
            ExpectedVersion: expectedVersion);
    }

    private static Device From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.DeviceBody);
        return body is { V: 1 }
            && ResidentId.TryParse(body.Resident, out var resident)
            && Base64Url.TryDecode(body.X, out var x)
            && Base64Url.TryDecode(body.Y, out var y)
            && Es256PublicKey.TryFromCoordinates(x, y, out var key)
            && DeviceId.TryParse(key.Jkt, out var id)
            ? new Device(id, resident, key, body.EnrolledAt) { IsEnded = body.Ended }
            : throw new InvalidDataException("A device's row has an unknown format.");
    }

    internal sealed record Body(int V, string Resident, string X, string Y, DateTimeOffset EnrolledAt, bool Ended = false);
}
