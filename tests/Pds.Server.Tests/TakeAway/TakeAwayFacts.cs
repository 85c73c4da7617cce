using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.Sessions;
using Pds.TestCity;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Server.Tests.TakeAway;

/// <summary>A resident takes everything away: it is all there, whoever signed it can be checked without us, and nobody else can carry it off.</summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "V7")]
public sealed class TakeAwayFacts(SessionCity town)
{
    private const string Hostile = "<script>alert(1)</script>\u202e見本";

    [Fact]
    [Trait("Feature", "T10")]
    public async Task Everything_is_there_and_verifies_without_the_city()
    {
        var (hanako, grant) = await LivedAsync();
        var taken = await TakenAway.ByDeviceAsync(hanako);

        var record = taken.Graph("data/vault.jsonld").Single();
        record.GetProperty("identifier").GetString().Should().Be(Story.Dataset);
        record.GetProperty("source").GetProperty("name").GetString().Should().Be("むつ市 市民課");
        record.GetProperty("values").EnumerateArray().Single(value => value.GetProperty("propertyID").GetString() == "address").GetProperty("value").GetString()
            .Should().Be(Hostile);
        var signed = SourceRecordOf(taken, record);
        signed.IsSignedBy(town.City.Steward.Key.PublicKey).Should().BeTrue();
        signed.Fields["name"].Value.GetString().Should().Be("見本 花子");
        taken.Json("schema/basic-four-1.json").GetProperty("$id").GetString().Should().Be("urn:pds:dataset:basic-four:1");

        var consent = taken.Graph("data/consents.jsonld").Single(one => one.GetProperty("@id").GetString() == $"urn:pds:consent:{grant}");
        var log = LogOf(taken);
        Receipt(taken, consent).Grant.ToString().Should().Be(grant);
        EntryOf(taken, consent, log).Should().BeOfType<ConsentGranted>();

        var uses = taken.Graph("data/uses.jsonld");
        uses.Select(use => use.GetProperty("outcome").GetString()).Should().Equal("disclosed");
        uses.Should().OnlyContain(use => use.GetProperty("recipient").GetProperty("name").GetString() == "むつ総合病院");
        EntryOf(taken, uses[0], log).Should().BeOfType<DisclosureIntended>();

        TlogProof.TryParse(taken.Text("history/this-export.tlog-proof"), out var own).Should().BeTrue();
        own!.TryVerifyOpening(log, out var opened, out _).Should().BeTrue();
        opened.Should().NotBeNull();
    }

    [Fact]
    public async Task The_history_is_whole_and_each_entry_opens_its_leaf()
    {
        var (hanako, _) = await LivedAsync();
        var taken = await TakenAway.ByDeviceAsync(hanako);

        var history = taken.Graph("data/history.jsonld");

        history.Select(entry => entry.GetProperty("seq").GetInt64()).Should().Equal(Enumerable.Range(0, history.Count).Select(seq => (long)seq));
        history[^1].GetProperty("entry").GetProperty("kind").GetString().Should().Be("data_exported");
        foreach (var entry in history)
        {
            byte[] Bytes(string name) => Base64Url.TryDecode(entry.GetProperty("opening").GetProperty(name).GetString(), out var bytes) ? bytes : [];
            var link = new EntryLink($"resident:{hanako.ResidentId}", entry.GetProperty("seq").GetInt64(), Bytes("previous")).Blind(Bytes("chain_key"));
            Commitment.Of(Commitment.BodyMac(Bytes("body_key"), Bytes("body")), Commitment.LinkMac(Bytes("link_key"), link))
                .Should().Equal(town.City.Server.Roles.Recorder.CommitmentAt(entry.GetProperty("leaf").GetInt64()));
        }

        taken.Text("history/label-key.txt").Should().StartWith(town.City.Origin + " ");
    }

    [Fact]
    public async Task The_manifest_names_every_other_file_with_its_digest()
    {
        var (hanako, _) = await LivedAsync();
        var taken = await TakenAway.ByDeviceAsync(hanako);

        var named = taken.Json("manifest.json").GetProperty("files").EnumerateArray()
            .ToDictionary(file => file.GetProperty("name").GetString()!, file => file.GetProperty("sha256").GetString());

        named.Keys.Should().BeEquivalentTo(taken.Files.Keys.Where(name => name != "manifest.json"));
        named.Should().OnlyContain(file => file.Value == Convert.ToHexStringLower(Sha256.Hash(taken.Files[file.Key])));
    }

    [Fact]
    public async Task The_page_needs_no_network_runs_nothing_and_shows_what_others_wrote_as_text()
    {
        var (hanako, _) = await LivedAsync();
        var page = (await TakenAway.ByDeviceAsync(hanako)).Text("index.html");

        page.Should().Contain("見本 花子").And.Contain("むつ総合病院").And.Contain("default-src 'none'").And.Contain("1958年3月3日（昭和33年）");
        page.Should().NotContain("<script").And.NotContain("http://").And.NotContain("https://").And.Contain("&lt;script&gt;");
    }

    [Fact]
    [Trait("Feature", "S5")]
    [Trait("Invariant", "I-20")]
    public async Task A_host_with_a_living_session_carries_nothing_off_without_her_sign_in_over_exactly_this()
    {
        var name = "hanako-" + Actor.NewRequestId();
        var session = await town.Host.FirstVisitAsync(town.Provider, name);
        _ = ResidentId.TryParse(session.Facts.ResidentId, out var resident);
        var challenge = await town.Host.StartAsync();
        var foreign = await town.Other.StartAsync();
        var size = town.City.Server.Roles.Recorder.Latest.Size;
        (string What, ExportOwnDataRequest Ask, string Reason)[] tries =
        [
            ("nothing", new ExportOwnDataRequest { Challenge = challenge }, "EVIDENCE_NOT_ACCEPTED"),
            ("an empty evidence", new ExportOwnDataRequest { Challenge = challenge, Evidence = new Evidence() }, "INVALID_ARGUMENT"),
            ("her sign-in to the session", With(challenge, town.Provider.Token(name, challenge), resident, challenge), "EVIDENCE_NOT_ACCEPTED"),
            ("another person's", Over(town.Taro, resident, challenge), "EVIDENCE_NOT_ACCEPTED"),
            ("over another's vault", Over(name, ResidentId.New(), challenge), "EVIDENCE_NOT_ACCEPTED"),
            ("over another challenge", With(challenge, null, resident, foreign, name), "EVIDENCE_NOT_ACCEPTED"),
            ("another host's challenge", Over(name, resident, foreign), "CHALLENGE_NOT_ACCEPTED"),
            ("no challenge at all", Over(name, resident, ""), "CHALLENGE_NOT_ACCEPTED"),
        ];

        foreach (var (what, ask, reason) in tries)
        {
            (await session.AskAsync(TakenAway.Path, ask)).Reason.Should().Be(reason, what);
        }

        town.City.Server.Roles.Recorder.Latest.Size.Should().Be(size, "what was refused is no export");
        var good = Over(name, resident, challenge);
        TakenAway.Open(await session.AskAsync(TakenAway.Path, good)).Files.Should().ContainKey("index.html");
        (await session.AskAsync(TakenAway.Path, good)).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED", "it was used");
        var entered = (await town.EntriesAsync(ChainId.Resident(resident))).OfType<DataExported>().Should().ContainSingle().Subject;
        entered.EvidenceType.Should().Be("oidc_step_up");
        entered.ActedBy.Should().Be(town.Host.Self.Id);
    }

    [Fact]
    public async Task A_device_shows_no_other_evidence_and_an_organisation_takes_nothing()
    {
        var device = await town.City.NewResidentAsync();

        (await device.AskAsync(TakenAway.Path, new ExportOwnDataRequest { Evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = "x" } } }))
            .Reason.Should().Be("INVALID_ARGUMENT");
        (await device.AskAsync(TakenAway.Path, new ExportOwnDataRequest { Challenge = "x" })).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.Hospital.AskAsync(TakenAway.Path, new ExportOwnDataRequest())).Reason.Should().Be("PERMISSION_DENIED");
        TakenAway.Open(await device.AskAsync(TakenAway.Path, new ExportOwnDataRequest())).Graph("data/vault.jsonld").Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "T5")]
    public async Task What_a_law_hides_now_has_its_place_in_it_and_no_word()
    {
        var (hanako, _) = await LivedAsync();
        var board = await town.City.EnrollNamedAsync("むつ市 データ利用審査会");
        var proposed = await town.City.Steward.CallAsync<ProposedLawfulReading>("/pds.v1.DisclosureService/ProposeLawfulReading", town.City.LawfulReadingOf(hanako));
        await board.CallAsync<ConfirmLawfulReadingResponse>(
            "/pds.v1.DisclosureService/ConfirmLawfulReading",
            new ConfirmLawfulReadingRequest { LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId() });

        var taken = await TakenAway.ByDeviceAsync(hanako);

        var hidden = taken.Graph("data/history.jsonld").Single(entry => !entry.TryGetProperty("entry", out _));
        hidden.GetProperty("opening").TryGetProperty("body_mac", out _).Should().BeTrue();
        taken.Text("index.html").Should().Contain("法律で、まだお知らせできない記録が1件あります。").And.NotContain(proposed.LegalBasisJa);
        taken.Text("data/history.jsonld").Should().NotContain("lawful_reading");
    }

    // Somebody with a record, a consent and a use of it.
    private async Task<(TestResident Hanako, string Grant)> LivedAsync()
    {
        var hanako = await town.City.NewResidentAsync();
        (await town.City.Steward.WriteAsync(await hanako.ReferenceForAsync(town.City.Steward), Story.Dataset, new Dictionary<string, JsonNode?>
        {
            ["name"] = "見本 花子", ["address"] = Hostile, ["birth_date"] = "1958-03-03", ["sex"] = "女",
        })).Read<WriteRecordResponse>();
        var item = await town.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(town.Hospital), Story.Purpose);
        await hanako.GrantAsync(item);
        var receipt = await town.Hospital.ReceiptAsync(item.GrantId);
        (await town.Hospital.RequestDataAsync(await town.Hospital.PrepareAsync(item.GrantId, receipt, ["name"]))).Reason.Should().Be("OK");
        return (hanako, item.GrantId);
    }

    private static SourceRecord SourceRecordOf(TakenAway taken, JsonElement record)
    {
        SourceRecord.TryParse(taken.Text(record.GetProperty("file").GetString()!), out var signed).Should().BeTrue();
        return signed!;
    }

    private Consent.Receipt Receipt(TakenAway taken, JsonElement consent)
    {
        var verifier = new Pds.Client.OfflineVerifier(LogOf(taken), taken.Files["keys/city-root.der"]);
        verifier.TryVerifyReceipt(taken.Text(consent.GetProperty("file").GetString()!), DateTimeOffset.UtcNow, out var receipt).Should().BeTrue();
        return receipt!;
    }

    private static NoteVerifier LogOf(TakenAway taken)
    {
        NoteVerifier.TryParse(taken.Text("keys/log.vkey").TrimEnd('\n'), out var log).Should().BeTrue();
        return log!;
    }

    private static LedgerEntry EntryOf(TakenAway taken, JsonElement item, NoteVerifier log)
    {
        TlogProof.TryParse(taken.Text(item.GetProperty("proof").GetString()!), out var proof).Should().BeTrue();
        proof!.TryVerifyOpening(log, out var opening, out _).Should().BeTrue();
        LedgerEntry.TryParse(opening!.Body, out var entry).Should().BeTrue();
        return entry!;
    }

    private ExportOwnDataRequest Over(string subject, ResidentId resident, string challenge) => With(challenge, null, resident, challenge, subject);

    private ExportOwnDataRequest With(string challenge, string? token, ResidentId resident, string over, string subject = "")
    {
        var set = EvidenceSet.Of([Sha256.Hash(ActDocument.TakeAway(town.City.Origin, resident, over))]);
        return new ExportOwnDataRequest
        {
            Challenge = challenge,
            Evidence = new Evidence
            {
                OidcStepUp = new OidcStepUp
                {
                    Digests = { set.Digests.Select(digest => ByteString.CopyFrom(digest)) },
                    IdToken = token ?? town.Provider.Token(subject, Base64Url.Encode(set.Challenge)),
                },
            },
        };
    }
}
