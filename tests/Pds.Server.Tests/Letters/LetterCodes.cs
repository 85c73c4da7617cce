using System.Text;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Letters;

/// <summary>How a letter is made, what its code is worth to whoever guesses, and how it ends.</summary>
[Collection(nameof(LetterCity))]
[Trait("Feature", "X9")]
public sealed class LetterCodes(LetterCity town)
{
    private static readonly TimeSpan Day = Server.Letters.Letter.Rest;

    [Fact]
    [Trait("Feature", "G4")]
    public async Task Two_people_make_a_letter_and_her_chain_names_both()
    {
        var she = await town.ComesAsync();
        var (aoi, midori) = (await town.ClerkAsync(), await town.ClerkAsync("midori"));
        var order = await aoi.CallAsync<LetterOrder>(LetterCity.Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = she.Number, RequestId = Actor.NewRequestId() });
        Task<Answer> PrintAsync(TestStaff who) => who.AskAsync(LetterCity.Service + "PrintLetter", new PrintLetterRequest { LetterId = order.LetterId });

        (await PrintAsync(aoi)).Reason.Should().Be("SECOND_PERSON_REQUIRED");
        (await midori.CallAsync<ListLetterOrdersResponse>(LetterCity.Service + "ListLetterOrders", new ListLetterOrdersRequest())).Orders
            .Should().Contain(one => one.LetterId == order.LetterId && one.StaffId == aoi.Self.StaffId);
        (await PrintAsync(midori)).Read<PrintedLetter>().Code.Should().MatchRegex("^[0-9]{16}$");
        (await PrintAsync(midori)).Reason.Should().Be("NOT_FOUND", "an order is good once");
        (await aoi.AskAsync(LetterCity.Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = Pds.Consent.ResidentNumber.New().ToString(), RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("NOT_FOUND");

        var entries = await she.EntriesAsync();
        var ordered = entries.OfType<LetterOrdered>().Single();
        (ordered.Letter.ToString(), ordered.Person.ToString()).Should().Be((order.LetterId, aoi.Self.StaffId));
        var issued = entries.OfType<LetterIssued>().Single();
        (issued.Letter.ToString(), issued.Person.ToString(), issued.Second.ToString(), issued.Replaces).Should().Be((order.LetterId, aoi.Self.StaffId, midori.Self.StaffId, null));
        (issued.Ends - issued.At).Should().Be(Server.Letters.Letter.Lifetime);
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public async Task A_hospitals_clerk_neither_orders_nor_prints_nor_sees_a_letter()
    {
        var (she, subject) = (await town.ComesAsync(), "nurse-" + Actor.NewRequestId());
        await town.Host.FirstStaffAsync(town.Provider, subject, town.Hospital.Id, StaffRole.Counter);
        var nurse = await town.ClerkAsync(subject);
        var order = (await (await town.ClerkAsync()).AskAsync(LetterCity.Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = she.Number, RequestId = Actor.NewRequestId() })).Read<LetterOrder>();

        (await nurse.AskAsync(LetterCity.Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = she.Number, RequestId = Actor.NewRequestId() })).Reason.Should().Be("PERMISSION_DENIED");
        (await nurse.AskAsync(LetterCity.Service + "ListLetterOrders", new ListLetterOrdersRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await nurse.AskAsync(LetterCity.Service + "PrintLetter", new PrintLetterRequest { LetterId = order.LetterId })).Reason.Should().Be("PERMISSION_DENIED");
    }

    [Fact]
    public async Task No_more_than_three_orders_wait_for_one_resident_and_each_waits_for_seven_days()
    {
        var she = await town.ComesAsync();
        async Task<Answer> OrderAsync() => await (await town.ClerkAsync()).AskAsync(
            LetterCity.Service + "OrderLetter", new OrderLetterRequest { ResidentNumber = she.Number, RequestId = Actor.NewRequestId() });
        var first = (await OrderAsync()).Read<LetterOrder>();
        (await OrderAsync()).Reason.Should().Be("OK");
        (await OrderAsync()).Reason.Should().Be("OK");

        (await OrderAsync()).Reason.Should().Be("LIMIT_EXCEEDED");
        town.Time.Shift += Server.Letters.LetterOrder.Lifetime;
        (await (await town.ClerkAsync("midori")).AskAsync(LetterCity.Service + "PrintLetter", new PrintLetterRequest { LetterId = first.LetterId })).Reason.Should().Be("NOT_FOUND");
        (await OrderAsync()).Reason.Should().Be("OK");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    [Trait("Feature", "N26")]
    public async Task Wrong_foreign_replaced_revoked_expired_used_up_and_never_printed_look_alike()
    {
        var (she, other, without) = (await town.ComesAsync(), await town.ComesAsync(), await town.ComesAsync());
        var foreign = (await town.PrintAsync(other.Number)).Code;
        var replaced = (await town.PrintAsync(she.Number)).Code;
        var good = (await town.PrintAsync(she.Number)).Code;
        var answers = new List<Answer>
        {
            await she.TryAsync(LetterCity.AnotherCode()), await she.TryAsync(foreign), await she.TryAsync(replaced), await without.TryAsync(good),
            await town.Host.SignInAsync(await town.Host.StartAsync(), Pds.Consent.ResidentNumber.New().ToString(), good),
        };
        await (await she.OwnAsync()).CallAsync<RevokeLetterResponse>(LetterCity.Service + "RevokeLetter", new RevokeLetterRequest { RequestId = Actor.NewRequestId() });
        answers.Add(await she.TryAsync(good));
        for (var uses = 0; uses < Server.Letters.Letter.MaxUses; uses++)
        {
            (await other.TryAsync(foreign)).Reason.Should().Be("OK");
        }

        answers.Add(await other.TryAsync(foreign));
        var late = (await town.PrintAsync(other.Number)).Code;
        town.Time.Shift += Server.Letters.Letter.Lifetime - TimeSpan.FromHours(1);
        (await other.TryAsync(late)).Reason.Should().Be("OK", "it is good until its last hour");
        town.Time.Shift += TimeSpan.FromHours(1);
        answers.Add(await other.TryAsync(late));

        answers.Should().OnlyContain(answer => answer.Reason == "LETTER_NOT_ACCEPTED");
        answers.Select(answer => Convert.ToHexString(answer.WithoutRequestId())).Distinct().Should().ContainSingle("nobody learns which it is");
        (await she.EntriesAsync()).OfType<LetterRefused>().Should().HaveCount(3, "she sees each wrong try while a letter was good");
        (await without.EntriesAsync()).OfType<LetterRefused>().Should().BeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task A_try_uses_its_challenge_up_whether_right_or_wrong_and_another_hosts_is_none()
    {
        var she = await town.ComesAsync();
        var code = (await town.PrintAsync(she.Number)).Code;
        var (wrong, right, unknown, foreign) = (await town.Host.StartAsync(), await town.Host.StartAsync(), await town.Host.StartAsync(), await town.Other.StartAsync());

        (await town.Host.SignInAsync(wrong, she.Number, LetterCity.AnotherCode())).Reason.Should().Be("LETTER_NOT_ACCEPTED");
        (await town.Host.SignInAsync(wrong, she.Number, code)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInAsync(right, she.Number, code)).Reason.Should().Be("OK");
        (await town.Host.SignInAsync(right, she.Number, code)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInAsync(unknown, Pds.Consent.ResidentNumber.New().ToString(), code)).Reason.Should().Be("LETTER_NOT_ACCEPTED");
        (await town.Host.SignInAsync(unknown, she.Number, code)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED", "nobody's number costs a challenge too");
        (await town.Host.SignInAsync(foreign, she.Number, code)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task Of_a_flood_of_wrong_codes_five_are_tried_and_entered_and_the_letter_rests_for_a_day()
    {
        var she = await town.ComesAsync();
        var code = (await town.PrintAsync(she.Number)).Code;

        for (var wave = 0; wave < 6; wave++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => she.TryAsync(LetterCity.AnotherCode())));
            answers.Should().OnlyContain(answer => answer.Reason == "LETTER_NOT_ACCEPTED" || answer.Reason == "CONCURRENT_CHANGE");
        }

        (await she.EntriesAsync()).OfType<LetterRefused>().Select(entry => entry.Tries).Should().Equal(1, 2, 3, 4, 5);
        (await she.TryAsync(code)).Reason.Should().Be("LETTER_NOT_ACCEPTED", "the right code rests too");
        (await she.EntriesAsync()).OfType<LetterRefused>().Should().HaveCount(5, "a stranger cannot make the log grow");
        town.Time.Shift += Day;
        (await she.TryAsync(code)).Reason.Should().Be("OK");
        (await she.TryAsync(LetterCity.AnotherCode())).Reason.Should().Be("LETTER_NOT_ACCEPTED");
        (await she.EntriesAsync()).OfType<LetterRefused>().Last().Tries.Should().Be(1, "a new day");
    }

    [Fact]
    public async Task A_mistyped_number_or_code_is_told_at_once_and_is_no_try()
    {
        var she = await town.ComesAsync();
        var code = (await town.PrintAsync(she.Number)).Code;
        var challenge = await town.Host.StartAsync();
        string Slip(string digits) => (char)('0' + ((digits[0] - '0' + 1) % 10)) + digits[1..];

        (await town.Host.SignInAsync(challenge, she.Number, Slip(code))).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.Host.SignInAsync(challenge, Slip(she.Number), code)).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.Host.SignInAsync(challenge, she.Number, "")).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.Host.SignInAsync(challenge, she.Number, code)).Reason.Should().Be("OK", "the challenge is as good as before");
        (await she.EntriesAsync()).OfType<LetterRefused>().Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "N26")]
    public async Task A_newer_letter_ends_the_older_one_with_what_it_had_opened()
    {
        var she = await town.ComesAsync();
        var first = await town.PrintAsync(she.Number);
        var (session, own) = (await she.ByLetterAsync(first.Code), await she.OwnAsync());

        var second = await town.PrintAsync(she.Number);

        (await session.AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await own.AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("OK", "her own sign-in is none of the letter's");
        (await she.TryAsync(first.Code)).Reason.Should().Be("LETTER_NOT_ACCEPTED");
        (await she.TryAsync(second.Code)).Reason.Should().Be("OK");
        (await she.EntriesAsync()).OfType<LetterIssued>().Last().Replaces.ToString().Should().Be(first.Letter.LetterId);
    }

    [Fact]
    [Trait("Feature", "G10")]
    [Trait("Feature", "N26")]
    public async Task She_ends_a_lost_letter_by_telephone_by_herself_and_by_the_letter_and_thiefs_session_ends_too()
    {
        foreach (var by in new[] { "own", "letter", "voice" })
        {
            var she = await town.ComesAsync();
            var printed = await town.PrintAsync(she.Number);
            var thief = await she.ByLetterAsync(printed.Code);
            var who = by switch
            {
                "own" => await she.OwnAsync(),
                "letter" => await she.ByLetterAsync(printed.Code),
                _ => await CallAsync(she),
            };

            (await who.AskAsync(LetterCity.Service + "RevokeLetter", new RevokeLetterRequest { RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK", by);

            (await thief.AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED", by);
            (await she.TryAsync(printed.Code)).Reason.Should().Be("LETTER_NOT_ACCEPTED", by);
            var own = await she.OwnAsync();
            (await own.AskAsync(LetterCity.Service + "GetLetter", new GetLetterRequest())).Reason.Should().Be("NOT_FOUND");
            (await own.AskAsync(LetterCity.Service + "RevokeLetter", new RevokeLetterRequest { RequestId = Actor.NewRequestId() })).Reason.Should().Be("NOT_FOUND");
            var revoked = (await she.EntriesAsync()).OfType<LetterRevoked>().Single();
            (revoked.Letter.ToString(), revoked.Acting?.Channel).Should().Be((printed.Letter.LetterId, by == "own" ? null : by));
        }
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public async Task Neither_code_nor_number_rests_in_the_data_folder()
    {
        var she = await town.ComesAsync();
        var printed = await town.PrintAsync(she.Number);
        await she.ByLetterAsync(printed.Code);
        Pds.Consent.LetterCode.TryParse(printed.Code, out var code).Should().BeTrue();
        Pds.Consent.ResidentNumber.TryParse(she.Number, out var number).Should().BeTrue();

        var everything = new MemoryStream();
        foreach (var file in Directory.GetFiles(town.City.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "pds.lock" && !file.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await stream.CopyToAsync(everything, TestContext.Current.CancellationToken);
        }

        bool Rests(string text) => everything.GetBuffer().AsSpan(0, (int)everything.Length).IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
        Rests("BEGIN CERTIFICATE").Should().BeTrue("the search finds what is there");
        new[] { printed.Code, she.Number, code.HashWith(number) }.Where(Rests).Should().BeEmpty();
        code.ToString().Should().Be("LetterCode");
    }

    [Fact]
    [Trait("Feature", "V8")]
    [Trait("Invariant", "I-34")]
    public async Task Whoever_is_erased_has_no_letter_any_more()
    {
        var she = await town.ComesAsync();
        var printed = await town.PrintAsync(she.Number);
        var session = await she.ByLetterAsync(printed.Code);
        var own = await she.OwnAsync();
        var shown = await own.CallAsync<ErasureDocument>("/pds.v1.ResidentService/GetErasureDocument", new GetErasureDocumentRequest());
        var set = Pds.Consent.EvidenceSet.Of([shown.DocumentDigest.ToByteArray()]);
        await own.CallAsync<EraseResidentResponse>("/pds.v1.ResidentService/EraseResident", new EraseResidentRequest
        {
            Document = shown.Document,
            Evidence = TestSession.StepUp(town.Provider.Token(she.Subject, Cryptography.Base64Url.Encode(set.Challenge)), set),
            RequestId = Actor.NewRequestId(),
        });

        (await session.AskAsync(LetterCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await she.TryAsync(printed.Code)).Reason.Should().Be("LETTER_NOT_ACCEPTED");
        var rows = town.City.Server.Roles.Recorder.Rows;
        foreach (var table in new[] { Table.Letters, Table.LetterCodes, Table.LetterOrders })
        {
            (await rows.ListAsync(table, LinkColumn.Parent, she.Id, 0, IRowReader.MaxRows, TestContext.Current.CancellationToken)).Should().BeEmpty(table.ToString());
        }
    }

    private async Task<TestSession> CallAsync(Villager she)
    {
        var clerk = await town.ClerkAsync();
        var begun = await clerk.CallAsync<StartCallResponse>(LetterCity.Desk + "StartCall", new StartCallRequest { ResidentNumber = she.Number });
        var spoken = (await File.ReadAllLinesAsync(Path.Combine(town.City.Data, "voice", begun.VisitId), TestContext.Current.CancellationToken))[1];
        await clerk.CallAsync<Visit>(LetterCity.Desk + "OpenCall", new OpenCallRequest { VisitId = begun.VisitId, Code = spoken, RequestId = Actor.NewRequestId() });
        return clerk.In(begun.VisitId);
    }
}
