using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.Parties;

/// <summary>A steward opens a vault for a resident whose identity was checked at the counter. No name is stored: records come from sources.</summary>
internal sealed class CreateResident(Recorder recorder, Custodian custodian, StaffId? staff = null)
{
    /// <summary>The new resident and a one-time code for the first device.</summary>
    public async ValueTask<Outcome<NewResident>> RunAsync(
        OrganizationId steward, Alongside<NewResident>? alongside, CancellationToken cancellationToken, string? telephone = null)
    {
        var now = recorder.Clock.GetUtcNow();
        var resident = ResidentId.New();
        var code = new NewCode(OpaqueId.New(EnrollmentCode.DevicePrefix), now + EnrollmentCode.Lifetime);
        var contact = new DeskContactRow(ResidentNumber.New(), resident, telephone);
        var made = new NewResident(resident, code, contact.Number);
        var command = new Command(
            [
                ResidentRow.Put(resident),
                contact.Put(),
                custodian.CreateResidentKeys(resident),
                EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(code.Code), null, resident, code.ExpiresAt)),
                .. alongside?.Invoke(made) ?? [],
            ],
            [new EntryDraft(ChainId.Resident(resident), new ResidentCreated(now, steward) { Staff = staff })]);

        // If the power fails before this line returns, either vault, keys and first entry all exist, or none: no key without a resident (I-08).
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(made, RefusalReason.ConcurrentChange);
    }
}

/// <summary>A vault just opened.</summary>
/// <param name="Resident">Whose.</param>
/// <param name="DeviceCode">Enrols the first device.</param>
/// <param name="Number">By it the desk finds her.</param>
internal sealed record NewResident(ResidentId Resident, NewCode DeviceCode, ResidentNumber Number)
{
    /// <summary>It names a person and holds a code.</summary>
    public override string ToString() => nameof(NewResident);
}
