using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>Enrols a resident's device key with a one-time code. The device has proved, over this code, that it holds the key.</summary>
internal sealed class EnrollDevice(Recorder recorder)
{
    /// <summary>The device. Unknown, used and expired codes give one reason, and so does a key that is enrolled already.</summary>
    public async ValueTask<Outcome<Device>> RunAsync(
        string code, Es256PublicKey key, Alongside<Device>? alongside, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        var hash = EnrollmentCode.HashOf(code);
        if (await EnrollmentCodeRow.FindAsync(recorder.Rows, hash, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Code.Resident is not { } resident
            || now >= found.Code.ExpiresAt
            || !DeviceId.TryParse(key.Jkt, out var id))
        {
            return RefusalReason.EnrollmentCodeNotAccepted;
        }

        var device = new Device(id, resident, key, now);
        var command = new Command(
            [EnrollmentCodeRow.Use(hash, found.Version), ResidentRow.Stands(resident), DeviceRow.Put(device), .. alongside?.Invoke(device) ?? []],
            [new EntryDraft(ChainId.Resident(resident), new DeviceEnrolled(now, key.Jkt))]);

        // If the power fails before this line returns, either the code still works or the device is enrolled; a repeat tells which.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(device, RefusalReason.EnrollmentCodeNotAccepted);
    }
}
