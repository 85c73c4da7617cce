using Pds.Ledger;

namespace Pds.Consent.Tests;

/// <summary>Well-formed consents and purposes to start from; each test breaks what it is about.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 4, 10, 3, 0, 0, TimeSpan.Zero);

    public static readonly OrganizationId Hospital = OrganizationId.New();

    public static readonly CallLimit TenADay = new(10, CallPeriod.Day);

    public static Dataset Dataset(string id) => MunicipalCatalogue.Datasets.Single(d => d.Id.ToString() == id);

    public static PurposeVersion PurposeId(string text) => PurposeVersion.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    public static Purpose Purpose(string id = "hospital-registration@1") =>
        MunicipalCatalogue.Purposes.Single(p => p.Id.ToString() == id).For(Hospital, "むつ総合病院", Now) with
        {
            State = PurposeState.Approved,
        };

    public static GrantTerms Terms(
        IReadOnlyList<string>? fields = null,
        DateTimeOffset? starts = null,
        DateTimeOffset? ends = null,
        DataRange? range = null,
        CallLimit? calls = null,
        int retentionDays = 30,
        UseMode mode = UseMode.Store) =>
        GrantTerms.TryCreate(
            fields ?? ["name", "birth_date", "address"], starts ?? Now.AddDays(-1), ends ?? Now.AddDays(30), range ?? DataRange.Unbounded,
            calls ?? TenADay, retentionDays, mode, out var terms, out var fault)
            ? terms
            : throw new ArgumentException(fault);

    public static Grant Grant(GrantState state = GrantState.Active, GrantTerms? terms = null, Purpose? purpose = null)
    {
        var of = purpose ?? Purpose();
        return new Grant
        {
            Id = GrantId.New(),
            Request = ConsentRequestId.New(),
            Resident = ResidentId.New(),
            Reference = ResidentRef.New(),
            Recipient = of.Recipient,
            Purpose = of.Id,
            Dataset = of.Dataset,
            Terms = terms ?? Terms(),
            State = state,
            AskedAt = Now.AddDays(-2),
            AnswerBefore = Now.AddDays(28),
            ChangedAt = Now.AddDays(-1),
        };
    }

    /// <summary>Facts under which every rule holds.</summary>
    public static GateFacts Facts(Grant? grant = null, Purpose? purpose = null) => new()
    {
        ReceiptParses = true,
        IssuerSignatureHolds = true,
        BoundToCallerAndKey = true,
        CallProof = CallProofStanding.Fresh,
        Now = Now,
        Grant = grant ?? Grant(),
        Purpose = purpose ?? Purpose(),
        Fields = ["name", "birth_date"],
        UsesInPeriod = 0,
        Organization = OrganizationState.Active,
    };
}
