using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Staff;

/// <summary>A steward admits a person of an organisation's staff, who was identified outside this system.</summary>
internal sealed class AddStaff(Recorder recorder)
{
    /// <summary>
    /// The person and her one-time code. INVALID_ARGUMENT for a name or role out of bounds, and for a role that the organisation itself does not
    /// have; NOT_FOUND for an unknown or suspended organisation.
    /// </summary>
    public async ValueTask<Outcome<NewStaff>> RunAsync(StaffMember wanted, OrganizationId by, Alongside<NewStaff> alongside, CancellationToken cancellationToken)
    {
        if (wanted.NameJa.Length is < 1 or > StaffMember.MaxNameLength || wanted.NameJa.Any(char.IsControl))
        {
            return new Refusal(RefusalReason.InvalidArgument, "name_ja");
        }

        if (await OrganizationRow.FindAsync(recorder.Rows, wanted.Organization, cancellationToken).ConfigureAwait(false)
                is not { State: not OrganizationState.Suspended } organization
            || (wanted.Section is { } section
                && await OrganizationRow.FindAsync(recorder.Rows, section, cancellationToken).ConfigureAwait(false) is null))
        {
            return RefusalReason.NotFound;
        }

        if (wanted.Roles.Count == 0 || wanted.Roles.Distinct().Count() != wanted.Roles.Count || !wanted.Roles.All(role => StaffMember.Allows(organization, role)))
        {
            return new Refusal(RefusalReason.InvalidArgument, "roles");
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var code = new NewCode(OpaqueId.New(StaffMember.CodePrefix), now + EnrollmentCode.Lifetime);
        var made = new NewStaff(wanted with { RowVersion = 1 }, code);
        var entry = new StaffAdded(
            now, wanted.Id, wanted.Organization, [.. wanted.Roles.Select(role => role.ToString().ToLowerInvariant())], wanted.Section, by);
        var command = new Command(
            [
                StaffRow.Put(wanted),
                EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(code.Code), null, null, code.ExpiresAt) { Staff = wanted.Id }),
                .. alongside(made),
            ],
            [new EntryDraft(ChainId.Operator, entry)]);

        // If the power fails before this line returns, either the person, her code and the entry exist, or none of them.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(made, RefusalReason.ConcurrentChange);
    }
}

/// <summary>A person just admitted.</summary>
/// <param name="Member">Who.</param>
/// <param name="Code">Ties her sign-in to her.</param>
internal sealed record NewStaff(StaffMember Member, NewCode Code)
{
    /// <summary>It names a person and holds a code.</summary>
    public override string ToString() => nameof(NewStaff);
}
