using System.Collections.Frozen;

namespace Pds.Client;

/// <summary>Full names of methods that are called with another proof than all others.</summary>
internal static class Methods
{
    // The presentation's key-binding JWT is their proof.
    public const string RequestData = "/pds.v1.DisclosureService/RequestData";
    public const string RequestDataBatch = "/pds.v1.DisclosureService/RequestDataBatch";

    // The secrets in its message are the proof, each on the connection of the certificate it is bound to.
    public const string ListNewEntries = "/pds.v1.LedgerService/ListNewEntries";

    /// <summary>What a resident's own session may ask without a call proof: it shows her own lists and changes nothing.</summary>
    public static readonly FrozenSet<string> WithoutProof = FrozenSet.Create(
        StringComparer.Ordinal,
        "/pds.v1.OrganizationService/GetOrganization",
        "/pds.v1.OrganizationService/ListOrganizations",
        "/pds.v1.ConsentService/ListRequests",
        "/pds.v1.ConsentService/GetReceipt",
        "/pds.v1.ConsentService/ListConsents",
        "/pds.v1.VaultService/ListRecords",
        "/pds.v1.DisclosureService/ListUses",
        "/pds.v1.QuestionService/ListQuestions",
        "/pds.v1.SessionService/ListSessions",
        "/pds.v1.SessionService/ListPasskeys",
        "/pds.v1.MandateService/ListMandates",
        "/pds.v1.NotificationService/GetNoticeSettings",
        "/pds.v1.CorrectionService/ListCorrections",
        "/pds.v1.LedgerService/GetLabelKey",
        "/pds.v1.LedgerService/ListEntries");
}
