using static Pds.Protocol.V1.MandateAct;
using static Pds.Web.Tests.Matrix.Whose;

namespace Pds.Web.Tests.Matrix;

/// <summary>
/// The one table of whose each page, file and form is. What the host serves and does not stand here fails <see cref="EverybodyElse"/>: a new page joins
/// by saying whose it is. Forms are tried by their owners in this order at the end, those that end something after those that need it.
/// </summary>
internal static class EveryPagesOwner
{
    private const string Request = "id=request", Grant = "id=grant", Visit = "id=visit", Organization = "id=organization";
    private const string Asked = "code=proposed version:int=one", Approved = "code=approved version:int=one";

    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<PageRule> All =
    [
        new("GET /", Everybodys), new("GET /reading", Everybodys), new("POST /reading", Everybodys), new("GET /problem/{kind}", Everybodys) { Names = "kind=kind", Answered = 404 },
        new("GET /sign-in", Everybodys), new("POST /sign-in", Everybodys), new("GET /sign-in/callback", Everybodys) { Answered = 400 },
        new("GET /sign-in/passkey", Everybodys) { Answered = 302 }, new("POST /sign-in/passkey", Everybodys), new("POST /sign-in/passkey?handler=Begin", Everybodys),
        new("GET /first-visit", Everybodys) { Answered = 302 }, new("POST /first-visit", Everybodys), new("GET /erased", Everybodys) { Answered = 302 },
        new("GET /erased?handler=Proof", Everybodys) { Answered = 302 },
        new("GET /sign-in/letter", Everybodys), new("POST /sign-in/letter", Everybodys), new("POST /sign-in/letter?handler=Begin", Everybodys), new("GET /letter-ended", Everybodys),
        new("GET /staff/sign-in", Everybodys), new("POST /staff/sign-in", Everybodys), new("GET /staff/first-visit", Everybodys) { Answered = 302 }, new("POST /staff/first-visit", Everybodys),
        new("GET /site.css", Everybodys), new("GET /icon.svg", Everybodys), new("GET /passkeys.js", Everybodys), new("POST /csp-report", Everybodys),

        new("GET /home", EachResidents) { Under = [History] }, new("GET /uses", EachResidents) { Under = [History] }, new("GET /history", EachResidents) { Under = [History] },
        new("GET /passbook", EachResidents) { Under = [History] }, new("GET /where", EachResidents) { Under = [History] }, new("GET /settings/letter", EachResidents), new("GET /consents", EachResidents) { Under = [History] },
        new("GET /consents/label-key.txt", EachResidents) { Under = [History] }, new("GET /stop-all", EachResidents) { Under = [History] },
        new("GET /records", EachResidents) { Under = [Records] }, new("GET /records/{dataset}", EachResidents) { Names = "dataset=dataset" },
        new("GET /corrections", EachResidents), new("GET /notices", EachResidents), new("GET /settings", EachResidents) { Sitting = true }, new("GET /settings/passkeys", EachResidents) { Sitting = true },
        new("GET /settings/passkeys/new", EachResidents) { Words = true }, new("GET /settings/erase", EachResidents), new("GET /settings/erase/confirm", EachResidents) { Words = true },
        new("GET /take-away", EachResidents) { Words = true }, new("GET /people", EachResidents), new("GET /people/add", EachResidents) { Words = true },
        new("GET /people/nominee", EachResidents) { Words = true }, new("GET /people/code", EachResidents) { Words = true }, new("GET /people/acts", EachResidents), new("GET /people/back", EachResidents) { Words = true, Answered = 302 },

        new("GET /requests/{id}", Hers) { Names = Request, Under = [History] }, new("GET /requests/{id}/ask", Hers) { Names = Request, Under = [History] },
        new("GET /requests/{id}/confirm/{draft}", Hers) { Names = Request + " draft=confirm", Refused = 302 },
        new("GET /requests/{id}/done/{draft}", Hers) { Names = "id=answered draft=done", Refused = 302 },
        new("GET /consents/{id}", Hers) { Names = Grant, Under = [History] }, new("GET /consents/{id}/stop", Hers) { Names = Grant, Under = [History] },
        new("GET /consents/{id}/resume", Hers) { Names = "id=paused" },
        new("GET /consents/{id}/receipt.sd-jwt", Hers) { Names = Grant, Under = [History] }, new("GET /consents/{id}/entry.tlog-proof", Hers) { Names = Grant, Under = [History] },
        new("GET /uses/{index:long}", Hers) { Names = "index:long=use", Under = [History] }, new("GET /uses/{index:long}/ask", Hers) { Names = "index:long=use", Under = [History] },
        new("GET /history/{number}", Hers) { Names = "number=entry", Under = [History] },
        new("GET /records/{dataset}/wrong/{record}/{field}", Hers) { Names = "dataset=dataset record=record field=field" },
        new("GET /take-away/{id}", Hers) { Names = "id=takeaway", Refused = 410 },
        new("GET /people/{id}", Hers) { Names = "id=offer", Sitting = true }, new("GET /people/{id}/end", Hers) { Names = "id=ended", Sitting = true },
        new("GET /people/add/{draft}", Hers) { Names = "draft=mandate", Refused = 302 },

        new("GET /staff", Staffs), new("GET /desk", Counters) { Words = true }, new("GET /desk/paper", Counters), new("GET /desk/paper/in/{purpose}", Counters) { Names = "purpose=purpose" },
        new("GET /desk/paper/forms/{form}/{purpose}", Counters) { Names = "form=form purpose=purpose" },
        new("GET /desk/paper/cases/{id}", Counters) { Names = "id=case", Clerk = "clerk-midori", Except = "clerk-aoi" },
        new("GET /desk/paper/cases/{id}/scan", Counters) { Names = "id=case", Clerk = "clerk-midori", Except = "clerk-hospital" },
        new("GET /desk/paper/receipts/{id}", OneClerks) { Names = "id=paper-receipt", Clerk = "clerk-midori" },
        new("GET /desk/visits/{id}", OneClerks) { Names = Visit, Refused = 403 }, new("GET /desk/visits/{id}/items/{grant}", OneClerks) { Names = Visit + " grant=asked", Refused = 403 },
        new("GET /desk/visits/{id}/receipts/{grant}", OneClerks) { Names = Visit + " grant=grant", Refused = 403 },
        new("GET /desk/calls/{id}", OneClerks) { Names = "id=call", Clerk = "clerk-free", Words = true, Refused = 200 },
        new("GET /desk/letters", Counters) { Except = "clerk-hospital" }, new("GET /desk/letters/{id}", Counters) { Names = "id=letter", Answered = 302, Words = true },
        new("GET /desk/visits/{id}/letter", OneClerks) { Names = "id=typing", Clerk = "clerk-letter", Words = true, Refused = 200 },
        new("GET /steward", StewardsAndBoards), new("GET /steward/organizations", StewardsAndBoards), new("GET /steward/organizations/new", StewardsAndBoards) { Words = true },
        new("GET /steward/organizations/{id}", StewardsAndBoards) { Names = Organization }, new("GET /steward/organizations/{id}/suspend", StewardsAndBoards) { Names = Organization },
        new("GET /steward/datasets", StewardsAndBoards), new("GET /steward/datasets/new", StewardsAndBoards) { Words = true },
        new("GET /steward/datasets/{code}/{version:int}/end", StewardsAndBoards) { Names = "code=ending version:int=one" }, new("GET /steward/purposes", StewardsAndBoards), new("GET /steward/purposes/{code}/{version:int}", StewardsAndBoards) { Names = Asked },
        new("GET /steward/purposes/{code}/{version:int}/end", StewardsAndBoards) { Names = Approved }, new("GET /steward/notice", StewardsAndBoards),
        new("GET /steward/guardians", StewardsAndBoards) { Words = true }, new("GET /steward/questions", StewardsAndBoards), new("GET /steward/questions/{id}", Stewards) { Names = "id=question" },

        new("POST /requests/{id}/confirm/{draft}", Hers) { Names = Request + " draft=confirm", Refused = 302 },
        new("POST /consents/{id}/stop", Hers) { Names = Grant, Form = "act=pause", Under = [Pause] }, new("POST /consents/{id}/resume", Hers) { Names = "id=paused" },
        new("POST /uses/{index:long}/ask", Hers) { Names = "index:long=use", Form = "text=なぜですか。" },
        new("POST /records/{dataset}/wrong/{record}/{field}", Hers) { Names = "dataset=dataset record=record field=field", Form = "words=違います。" },
        new("POST /take-away/{id}", Hers) { Names = "id=takeaway", Refused = 302 }, new("POST /settings/passkeys?handler=Remove", Hers) { Form = "passkey_id=@passkey", Sitting = true },
        new("POST /people/{id}", Hers) { Names = "id=offer", Form = "answer=yes", Sitting = true }, new("POST /people/{id}/end", Hers) { Names = "id=ended", Sitting = true },
        new("POST /people/add/{draft}", Hers) { Names = "draft=mandate", Refused = 302 },
        new("POST /people/add", EachResidents) { Form = "code=aaaaa&name=x&acts=history&months=1", Sitting = true }, new("POST /people/code", EachResidents) { Form = "name=試験", Sitting = true },
        new("POST /people/nominee", EachResidents) { Form = "code=aaaaa&name=x&acts=history", Sitting = true }, new("POST /people", Hers) { Form = "mandate=@acting", Sitting = true }, new("POST /people/back", EachResidents) { Words = true, Under = [History, Records] }, new("POST /notices", EachResidents) { Form = "channel=None&rhythm=Daily" },
        new("POST /settings/passkeys", EachResidents) { Form = "name=x", Words = true, Sitting = true }, new("POST /settings/passkeys/new", EachResidents) { Words = true },
        new("POST /settings/erase", EachResidents) { Form = "word=erase" }, new("POST /settings/erase/confirm", EachResidents) { Words = true },
        new("POST /take-away", EachResidents), new("POST /settings/letter", EachResidents), new("POST /requests/{id}", Hers) { Names = Request, Form = "answer=no", Under = [Decline] }, new("POST /stop-all", EachResidents) { Under = [Withdraw] }, new("POST /settings", EachResidents) { Form = "act=here", Sitting = true },

        new("POST /desk/paper", Counters) { Form = "purpose=@purpose" }, new("POST /desk/paper/in/{purpose}", Counters) { Names = "purpose=purpose", Form = "form=@form&number=@number&consent=yes" },
        new("POST /desk/paper/cases/{id}", Counters) { Names = "id=case", Form = "consent=unclear", Clerk = "clerk-midori", Except = "clerk-aoi clerk-hospital" },
        new("POST /desk/visits/{id}/items/{grant}", OneClerks) { Names = Visit + " grant=asked", Form = "said=yes", Refused = 403 },
        new("POST /desk/visits/{id}", OneClerks) { Names = Visit, Form = "act=pause&grant=@live", Refused = 403 },
        new("POST /desk/calls/{id}", OneClerks) { Names = "id=call", Form = "act=hung-up", Clerk = "clerk-free", Refused = 403 },
        new("POST /desk/letters", Counters) { Form = "act=order&number=@number", Except = "clerk-hospital" },
        new("POST /desk/letters/{id}", Counters) { Names = "id=letter", Clerk = "clerk-midori", Except = "clerk-aoi clerk-hospital" },
        new("POST /desk/visits/{id}/letter", OneClerks) { Names = "id=typing", Clerk = "clerk-letter", Form = "number=@number&code=0000000000000000", Refused = 403 },
        new("POST /desk", Counters) { Form = "act=visit" },
        new("POST /steward/organizations/new", Stewards) { Form = "name=試験の新しい店&role=Recipient" }, new("POST /steward/organizations/{id}", Stewards) { Names = Organization },
        new("POST /steward/organizations/{id}/suspend", Stewards) { Names = Organization, Form = "reason=試験" },
        new("POST /steward/purposes/{code}/{version:int}", Boards) { Names = Asked, Form = "verdict=reject&reason=試験" },
        new("POST /steward/purposes/{code}/{version:int}/end", Stewards) { Names = Approved, Form = "reason=試験" },
        new("POST /steward/guardians", Stewards)
        {
            Form = "act=register&ward=@number&ward_name=花&number=@other&name=太&relation=AdultGuardian&acts=Values&years=1&papers=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        },
        new("POST /steward/datasets/new", Stewards)
        {
            Form = "act=publish&code=matrix-data&version=1&name=x&description=x&field_name=x&field_label=x&field_type=YesNo&field_more=&validity=1&calls=1&range=0&retention=0&period=Day&mode=View",
        },
        new("POST /steward/datasets/{code}/{version:int}/end", Stewards) { Names = "code=ending version:int=one", Form = "reason=試験" },
        new("POST /steward/notice", StewardsAndBoards) { Form = "name=x&text=x&benefit=x&refusal=x" },
        new("POST /steward/questions/{id}", Stewards) { Names = "id=question", Form = "answer=試験の返事です。" }, new("POST /staff", Staffs) { Answered = 302 },
    ];
}
