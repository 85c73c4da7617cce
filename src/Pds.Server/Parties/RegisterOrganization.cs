using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>A steward registers an organisation. It cannot call before it enrolled.</summary>
internal sealed class RegisterOrganization(Recorder recorder, StaffId? staff = null)
{
    /// <summary>The new organisation, REGISTERED; InvalidArgument for a name or role out of bounds.</summary>
    public async ValueTask<Outcome<Organization>> RunAsync(
        string nameJa, IReadOnlyList<OrganizationRole> roles, OrganizationId? by, Alongside<Organization>? alongside, CancellationToken cancellationToken)
    {
        if (nameJa.Length is < 1 or > Organization.MaxNameLength || nameJa.Any(char.IsControl))
        {
            return new Refusal(RefusalReason.InvalidArgument, "name_ja");
        }

        if (roles.Count is < 1 or > 4 || roles.Distinct().Count() != roles.Count || !roles.All(Enum.IsDefined))
        {
            return new Refusal(RefusalReason.InvalidArgument, "roles");
        }

        // Who decides on purposes has none of its own, gives no data and appoints nobody; nobody audits itself; and who carries residents'
        // sessions wants nothing of them.
        if (roles.Count > 1 && roles.Any(role => role is OrganizationRole.Reviewer or OrganizationRole.Auditor or OrganizationRole.WebHost))
        {
            return new Refusal(RefusalReason.InvalidArgument, "roles");
        }

        var organization = new Organization
        {
            Id = OrganizationId.New(),
            NameJa = nameJa,
            Roles = roles,
            State = OrganizationState.Registered,
        };
        return await WriteAsync(organization, by, alongside, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<Organization>> WriteAsync(
        Organization organization, OrganizationId? by, Alongside<Organization>? alongside, CancellationToken cancellationToken)
    {
        var made = organization with { RowVersion = 1 };
        var entry = new OrganizationRegistered(
            recorder.Clock.GetUtcNow(), organization.Id, organization.NameJa, [.. organization.Roles.Select(r => r.ToString().ToLowerInvariant())],
            by) { Staff = staff };
        var command = new Command(
            [OrganizationRow.Put(organization), .. alongside?.Invoke(made) ?? []],
            [new EntryDraft(ChainId.Organization(organization.Id), entry)]);

        // If the power fails before this line returns, either the organisation, its entry and the kept answer exist, or none of them.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(made, RefusalReason.ConcurrentChange);
    }
}
