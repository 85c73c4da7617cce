using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Mandates;

/// <summary>What a proxy or helper does over the wire, and what the resident's history says of it.</summary>
[Collection(nameof(MandateCity))]
public sealed class ActingForHer(MandateCity town)
{
    [Fact]
    [Trait("Feature", "T11")]
    [Trait("Feature", "G4")]
    [Trait("Scenario", "SC3")]
    public async Task The_daughter_reads_the_history_and_her_reading_is_in_it_before_she_sees_it()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var acting = await daughter.ComeAgainAsync(mandate);

        var read = await acting.CallAsync<ListEntriesResponse>("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest());
        await acting.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest());
        var own = await (await daughter.ComeAgainAsync()).CallAsync<ListEntriesResponse>("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest());

        var kinds = read.Entries.Select(one => LedgerEntry.TryParse(one.Body.Span, out var entry) ? entry : null).ToList();
        kinds.OfType<MandateAccepted>().Should().ContainSingle();
        kinds.OfType<RepresentativeLooked>().Should().ContainSingle("it was entered before the first page was shown");
        var looked = (await town.HistoryOfAsync(mother)).OfType<RepresentativeLooked>().Single();
        (looked.Mandate.ToString(), looked.Role, looked.What).Should().Be((mandate, "proxy", "history"));
        own.Entries.Should().NotContain(one => read.Entries.Any(hers => hers.Body == one.Body), "under no mandate she reads her own");
    }

    [Fact]
    [Trait("Feature", "T11")]
    public async Task What_is_looked_at_again_after_a_quarter_of_an_hour_is_entered_again()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var acting = await daughter.ComeAgainAsync(mandate);
        async Task LookAsync() => (await acting.AskAsync(MandateCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("OK");

        await LookAsync();
        await LookAsync();
        (await town.HistoryOfAsync(mother)).OfType<RepresentativeLooked>().Should().ContainSingle();
        town.Later(TimeSpan.FromMinutes(15));
        await LookAsync();

        (await town.HistoryOfAsync(mother)).OfType<RepresentativeLooked>().Select(one => one.What).Should().Equal("consents", "consents");
    }

    [Fact]
    [Trait("Feature", "G2")]
    [Trait("Feature", "G4")]
    [Trait("Invariant", "I-20")]
    public async Task A_proxy_says_yes_by_her_own_sign_in_and_the_entry_holds_both()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var item = await mother.AskedAsync();
        var acting = await daughter.ComeAgainAsync(mandate);

        (await daughter.GrantAsync(acting, item, mother.Subject)).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "whoever acts signs");
        (await daughter.GrantAsync(acting, item, "nobody")).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        (await daughter.GrantAsync(acting, item)).Reason.Should().Be("OK");

        var entry = (await town.HistoryOfAsync(mother)).OfType<ConsentGranted>().Single();
        entry.Acting.Should().Be(new Acting("web") { Role = "proxy", Mandate = mandate });
        (await town.HistoryOfAsync(daughter)).OfType<ConsentGranted>().Should().BeEmpty();
        (await mother.Session.AskAsync(MandateCity.Consents + "Withdraw", new WithdrawRequest { GrantId = item.GrantId, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("OK", "what she entrusted stays hers to end");
    }

    [Fact]
    [Trait("Feature", "G4")]
    public async Task Declining_pausing_and_withdrawing_are_entered_with_who_did_it()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var (declined, given) = (await mother.AskedAsync(), await mother.AskedAsync("hospital-booking@1"));
        (await mother.GrantAsync(mother.Session, given)).Reason.Should().Be("OK");
        var acting = await daughter.ComeAgainAsync(mandate);

        (await acting.AskAsync(MandateCity.Consents + "Decline", new DeclineRequest
        {
            GrantId = declined.GrantId, Etag = declined.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK");
        var live = (await acting.CallAsync<ListConsentsResponse>(MandateCity.Consents + "ListConsents", new ListConsentsRequest()))
            .Consents.Single(one => one.GrantId == given.GrantId);
        (await acting.AskAsync(MandateCity.Consents + "Pause", new PauseRequest
        {
            GrantId = live.GrantId, Etag = live.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK");
        (await acting.AskAsync(MandateCity.Consents + "Withdraw", new WithdrawRequest { GrantId = live.GrantId, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("OK");

        var history = await town.HistoryOfAsync(mother);
        var expected = new Acting("web") { Role = "proxy", Mandate = mandate };
        history.OfType<ConsentDeclined>().Single().Acting.Should().Be(expected);
        history.OfType<ConsentPaused>().Single().Acting.Should().Be(expected);
        history.OfType<ConsentWithdrawn>().Single().Acting.Should().Be(expected);
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task The_offer_is_a_consent_over_its_exact_document_and_the_acceptance_names_the_identity()
    {
        var (mother, daughter) = (await town.ComesAsync("hanako"), await town.ComesAsync("jiro"));
        var shown = await mother.ShowAsync(mother.Wish(await daughter.CodeAsync()));
        (await daughter.MandatesAsync()).Should().BeEmpty("a document shown is no offer");

        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", mother.OfferOf(shown, daughter.Subject))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", mother.OfferOf(shown, mother.Subject, new byte[32])))
            .Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        var offer = mother.OfferOf(shown, mother.Subject);
        var bent = offer.Clone();
        bent.Document = Google.Protobuf.ByteString.CopyFromUtf8(shown.Document.ToStringUtf8().Replace("次郎", "三郎", StringComparison.Ordinal));
        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", bent)).Reason.Should().Be("DOCUMENT_NOT_CURRENT");
        (await daughter.Session.AskAsync(MandateCity.Service + "OfferMandate", offer)).Reason.Should().Be("DOCUMENT_NOT_CURRENT", "another's document");
        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", offer)).Reason.Should().Be("OK");
        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", offer)).Reason.Should().Be("OK", "the same request gets the same answer");
        (await mother.Session.AskAsync(MandateCity.Service + "OfferMandate", mother.OfferOf(shown, mother.Subject))).Reason.Should().Be("DOCUMENT_NOT_CURRENT", "used");

        await daughter.AcceptAsync(shown.MandateId);
        var history = await town.HistoryOfAsync(mother);
        var offered = history.OfType<MandateOffered>().Single();
        offered.DocumentDigest.Should().Equal(shown.DocumentDigest.ToByteArray());
        (offered.Applies, offered.EvidenceType, offered.Role).Should().Be(("life", "oidc_step_up", "proxy"));
        history.OfType<MandateAccepted>().Single().Identities.Should().ContainSingle();
        var (hers, daughters) = ((await mother.MandatesAsync()).Single(), (await daughter.MandatesAsync()).Single());
        (hers.ForMe, daughters.ForMe, hers.ActorName, daughters.ResidentName, hers.State).Should().Be((true, false, "見本 次郎", "見本 花子", MandateState.Active));
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task Either_of_the_two_ends_it_at_once_without_evidence()
    {
        foreach (var byMother in new[] { true, false })
        {
            var (mother, daughter, mandate) = await town.FamilyAsync();
            var acting = await daughter.ComeAgainAsync(mandate);
            (await acting.AskAsync(MandateCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("OK");

            (await (byMother ? mother : daughter).EndAsync(mandate)).Reason.Should().Be("OK");

            (await acting.AskAsync(MandateCity.Consents + "ListConsents", new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED");
            (await mother.EndAsync(mandate)).Reason.Should().Be("MOVE_NOT_ALLOWED");
            (await town.HistoryOfAsync(mother)).OfType<MandateEnded>().Single().By.Should().Be(byMother ? "resident" : "representative");
        }
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task Who_is_erased_neither_acts_nor_is_acted_for_and_the_evidence_stays_whole()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var item = await mother.AskedAsync();
        (await daughter.GrantAsync(await daughter.ComeAgainAsync(mandate), item)).Reason.Should().Be("OK");
        var (aunt, other) = (await town.ComesAsync("aunt"), await daughter.CodeAsync());
        await daughter.AcceptAsync(await aunt.OfferAsync(daughter, aunt.Wish(other)));

        await town.City.Server.Roles.Recorder.RecordAsync(new Command([Pds.Consent.ResidentRow.Remove(daughter.Id)], []), CancellationToken.None);
        await new Pds.Consent.ForgetMandates(town.City.Server.Roles.Recorder).RunAsync(daughter.Id, CancellationToken.None);

        (await mother.MandatesAsync()).Should().BeEmpty();
        (await town.HistoryOfAsync(mother)).OfType<MandateEnded>().Single().By.Should().Be("city");
        (await town.HistoryOfAsync(aunt)).OfType<MandateEnded>().Should().ContainSingle();
        GrantId.TryParse(item.GrantId, out var grant);
        (await Pds.Consent.GrantExports.FindConsentAsync(town.City.Server.Roles.Recorder.Rows, grant, TestContext.Current.CancellationToken)).Should().NotBeNull("what her yes is checked by stays");
    }
}
