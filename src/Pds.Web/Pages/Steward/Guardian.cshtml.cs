using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Web.Hosting;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>
/// Registering a guardian whose papers were seen (FEATURES G1, G2): the two by the numbers of their letters, what the papers allow, and the digest of their
/// scan. Read once more before it is sent. Whether the relation stands is the register's to say, and whether it begins the guardian's.
/// </summary>
[RequestSizeLimit(KestrelSetup.MaxScanBodyBytes)]
internal sealed class GuardianModel(StaffPerson person, TimeProvider clock) : PageModel
{
    private const int MostOfName = 40;

    /// <summary>What she can be to the resident.</summary>
    public static readonly IReadOnlyList<MandateRelation> Relations = [MandateRelation.AdultGuardian, MandateRelation.Parent];

    /// <summary>What papers can allow, in the order of the boxes.</summary>
    public static readonly IReadOnlyList<MandateAct> Offered =
    [
        MandateAct.History, MandateAct.Records, MandateAct.Values, MandateAct.Pause, MandateAct.Withdraw, MandateAct.Decline, MandateAct.Grant,
    ];

    /// <summary>How long at most, in years.</summary>
    public static readonly IReadOnlyList<int> Ends = [1, 5, 10, 20];

    public string FormId { get; private set; } = RequestIds.New();

    public bool Done { get; private set; }

    /// <summary>Nothing is missing: shown once more before it is sent.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The end of the key of the words that say what is wrong; null for nothing.</summary>
    public string? Mistake { get; private set; }

    public string WardNumber { get; private set; } = "";

    public string WardName { get; private set; } = "";

    public string Number { get; private set; } = "";

    public string Name { get; private set; } = "";

    public MandateRelation Relation { get; private set; }

    public IReadOnlyList<MandateAct> Acts { get; private set; } = [];

    public int Years { get; private set; }

    /// <summary>SHA-256 of the scanned papers, base64url; empty before they were chosen. Their bytes stay nowhere here.</summary>
    public string Papers { get; private set; } = "";

    public DateOnly LastDay => Dates.DateOf(clock.GetUtcNow()).AddYears(Years).AddDays(-1);

    public void OnGet(string? done) => Done = done is not null;

    public async Task<IActionResult> OnPostAsync(
        string? act, string? ward, string? ward_name, string? number, string? name, MandateRelation relation, MandateAct[] acts, int years, string? papers, IFormFile? scan,
        string? request_id)
    {
        (WardNumber, WardName, Number, Name) = (TypedDigits.Of(ward), (ward_name ?? "").Trim(), TypedDigits.Of(number), (name ?? "").Trim());
        (Relation, Years, FormId) = (relation, years, request_id is { Length: > 0 } sent ? sent : FormId);
        Acts = [.. Offered.Where(acts.Contains)];
        Papers = scan is { Length: > 0 } ? await DigestAsync(scan) : Digest(papers) is not null ? papers! : "";
        Mistake = WardNumber.Length == 0 || Number.Length == 0 ? "number"
            : WardName.Length is 0 or > MostOfName || Name.Length is 0 or > MostOfName ? "name"
            : !Relations.Contains(Relation) ? "relation"
            : Acts.Count == 0 ? "acts"
            : !Ends.Contains(Years) ? "until"
            : Papers.Length == 0 ? "papers"
            : null;
        IsRead = Mistake is null && act != "change";
        return IsRead && act == "register" ? await RegisterAsync() : Page();
    }

    private async Task<IActionResult> RegisterAsync()
    {
        var wish = new RegisterGuardianRequest
        {
            ResidentNumber = WardNumber,
            ResidentName = WardName,
            GuardianNumber = Number,
            GuardianName = Name,
            Relation = Relation,
            Acts = { Acts },
            LastDay = LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            EvidenceDigest = ByteString.CopyFrom(Digest(Papers)!),
            RequestId = RequestIds.Derive(FormId, "guardian"),
        };
        try
        {
            await (await person.SessionAsync()).Steward.RegisterGuardianAsync(wish, HttpContext.RequestAborted);
            return Redirect("/steward/guardians?done=registered");
        }
        catch (PdsException refused) when (refused.Reason is "RELATION_NOT_IN_REGISTER" or "NOT_FOUND" or "ALREADY_EXISTS" or "INVALID_ARGUMENT")
        {
            (IsRead, FormId) = (false, RequestIds.New());
            Mistake = refused.Reason switch
            {
                "RELATION_NOT_IN_REGISTER" => "register",
                "ALREADY_EXISTS" => "twice",
                "INVALID_ARGUMENT" when refused.Fields.Any(field => field.EndsWith("_name", StringComparison.Ordinal)) => "name",
                _ => "number",
            };
            return Page();
        }
    }

    private async Task<string> DigestAsync(IFormFile scan)
    {
        using var bytes = new MemoryStream();
        await scan.CopyToAsync(bytes, HttpContext.RequestAborted);
        return Base64Url.Encode(Sha256.Hash(bytes.ToArray()));
    }

    private static byte[]? Digest(string? text) => Base64Url.TryDecode(text ?? "", out var digest) && digest.Length == Sha256.Size ? digest : null;
}
