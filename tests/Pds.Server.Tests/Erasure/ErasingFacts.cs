using System.Text;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Hosting;
using Pds.TestCity;

namespace Pds.Server.Tests.Erasure;

/// <summary>A resident has everything erased, over the wire: what stops, what goes, what is said of it, and what nobody can bring about without her.</summary>
[Trait("Invariant", "I-34")]
public sealed class ErasingFacts : IAsyncLifetime
{
    private const string Residents = "/pds.v1.ResidentService/";
    private const string Consents = "/pds.v1.ConsentService/";

    private City city = null!;
    private Story story = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync();
        story = await Story.PlayAsync(city);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Feature", "V8")]
    public async Task Where_nothing_was_given_out_everything_goes_at_once()
    {
        var size = Recorder.Latest.Size;

        var erased = await story.Hanako.EraseAsync();

        erased.HistoryExpireTime.Should().BeNull();
        TlogProof.TryParse(erased.Evidence.TlogProof.ToStringUtf8(), out var proof).Should().BeTrue();
        proof!.TryVerify(Recorder.Verifier, erased.Evidence.Commitment.ToByteArray(), out _).Should().BeTrue("the order itself is proved to her");
        (await Recorder.ListChainsAsync(Stop)).Should().NotContain(ChainOf(story.Hanako));
        var closed = Recorder.ReadClosed()!.Value;
        closed.Leaves.Count.Should().BeInRange(8, Recorder.Latest.Size);
        (await KindsAsync(ChainId.Operator)).Should().ContainSingle(kind => kind == "history_erased");
        (await Recorder.ProveConsistencyAsync(size, Recorder.Latest.Size, Stop)).Path.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Her_device_her_references_and_her_codes_stop_working()
    {
        var sourceReference = await story.Hanako.ReferenceForAsync(city.Steward);

        await story.Hanako.EraseAsync();

        foreach (var (path, message) in new (string, IMessage)[]
        {
            (Consents + "ListConsents", new ListConsentsRequest()),
            (Consents + "Withdraw", new WithdrawRequest { GrantId = story.Consent.GrantId, RequestId = Actor.NewRequestId() }),
            ("/pds.v1.DisclosureService/ListUses", new ListUsesRequest()),
            ("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest()),
            ("/pds.v1.LedgerService/GetLabelKey", new GetLabelKeyRequest()),
            (Residents + "GetErasureDocument", new GetErasureDocumentRequest()),
            (Residents + "IssueReference", new IssueReferenceRequest { OrganizationId = story.Hospital.Id, RequestId = Actor.NewRequestId() }),
        })
        {
            (await story.Hanako.AskAsync(path, message)).Reason.Should().Be("UNAUTHENTICATED", path);
        }

        (await city.Steward.WriteAsync(sourceReference, Story.Dataset, new Dictionary<string, System.Text.Json.Nodes.JsonNode?> { ["name"] = "見本 花子" })).Reason.Should().Be("NOT_FOUND");
        var ask = new RequestConsentRequest
        {
            ResidentRef = story.Reference, Items = { new Protocol.V1.AskedItem { Purpose = Story.Purpose } }, RequestId = Actor.NewRequestId(),
        };
        (await story.Hospital.AskAsync(Consents + "RequestConsent", ask)).Reason.Should().Be("NOT_FOUND");
        (await story.Hospital.AskAsync(Consents + "GetReceipt", new GetReceiptRequest { GrantId = story.Consent.GrantId })).Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task A_code_for_another_device_of_hers_enrols_nothing_afterwards()
    {
        var made = await city.Steward.CallAsync<CreateResidentResponse>(
            Residents + "CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId() });
        ResidentId.TryParse(made.ResidentId, out var resident);
        var (second, code) = (Es256Key.Create(), OpaqueId.New(EnrollmentCode.DevicePrefix));
        var row = EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(code), null, resident, DateTimeOffset.UtcNow.AddHours(1)));
        await Recorder.RecordAsync(new Command([row], []), Stop);
        var key = Es256Key.Create();
        await city.Anybody.CallAsync<EnrollDeviceResponse>(Residents + "EnrollDevice", TestResident.Enrolment(city, key, made.DeviceCode));
        using var her = new TestResident(city, made.ResidentId, key);

        await her.EraseAsync();

        (await city.Anybody.AskAsync(Residents + "EnrollDevice", TestResident.Enrolment(city, second, code))).Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Invariant", "I-01")]
    [Trait("Invariant", "I-17")]
    public async Task Her_recipient_is_told_withdrawn_and_a_stranger_what_strangers_are_told()
    {
        var water = await city.EnrollNamedAsync("しもきた水道");
        var (before, after) = (await story.PrepareAsync("name"), await story.PrepareAsync("address"));
        (await story.Hospital.RequestDataAsync(before)).Code.Should().Be(0);

        await story.Hanako.EraseAsync();

        (await story.Hospital.RequestDataAsync(after)).Reason.Should().Be("CONSENT_WITHDRAWN");
        (await story.Hospital.RequestDataAsync(before)).Reason.Should().Be("CONSENT_WITHDRAWN", "the same bytes resume nothing either");
        var foreign = await water.RequestDataAsync(after);
        var unreadable = await water.RequestDataAsync(new RequestDataRequest { Presentation = "x" });
        foreign.WithoutRequestId().Should().Equal(unreadable.WithoutRequestId());
    }

    [Fact]
    [Trait("Feature", "N15")]
    public async Task Even_with_every_key_nothing_stored_names_her_or_what_was_hers_but_for_a_day_the_end_of_her_device()
    {
        var water = await city.EnrollNamedAsync("しもきた水道");
        await water.AskConsentAsync(await story.Hanako.ReferenceForAsync(water), "water-contract@1");
        var hers = new[] { story.Hanako.ResidentId, story.Reference, story.Consent.GrantId };
        (await NamingAsync(hers)).Should().Contain([Table.Grants, Table.Devices, Table.Chains, Table.ResidentKeys, Table.Records, Table.Receipts]);

        await story.Hanako.EraseAsync();

        (await NamingAsync(hers)).Should().BeSubsetOf([Table.Devices, Table.IdempotentCalls, Table.UseCounters]);
        var blind = Recorder.ReadClosed()!.Value.Leaves;
        for (long leaf = 0; leaf < Recorder.Latest.Size; leaf++)
        {
            (await Recorder.FindEntryAsync(ChainOf(story.Hanako), leaf, Stop)).Should().BeNull();
        }

        blind.Count.Should().BePositive();
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task A_repeat_is_answered_as_the_first_time_and_her_device_may_do_nothing_else()
    {
        var request = await story.Hanako.PrepareErasureAsync();
        var first = await story.Hanako.CallAsync<EraseResidentResponse>(Residents + "EraseResident", request);
        var size = Recorder.Latest.Size;

        (await story.Hanako.CallAsync<EraseResidentResponse>(Residents + "EraseResident", request)).Should().Be(first);

        Recorder.Latest.Size.Should().Be(size);
        var other = request.Clone();
        other.RequestId = Actor.NewRequestId();
        (await story.Hanako.AskAsync(Residents + "EraseResident", other)).Reason.Should().Be("NOT_FOUND");
        other.RequestId = request.RequestId;
        other.Document = ByteString.CopyFromUtf8("another");
        (await story.Hanako.AskAsync(Residents + "EraseResident", other)).Reason.Should().Be("REQUEST_ID_REUSED");
    }

    [Fact]
    [Trait("Invariant", "I-20")]
    public async Task Only_the_document_shown_last_signed_by_her_own_device_erases()
    {
        var other = await city.NewResidentAsync();
        var old = await story.Hanako.PrepareErasureAsync();
        var good = await story.Hanako.PrepareErasureAsync();
        var theirs = await other.PrepareErasureAsync();
        GrantId.TryParse(story.Consent.GrantId, out var grant);
        var digest = Sha256.Hash(good.Document.Span);

        var bad = new (string Why, Action<EraseResidentRequest> Bend, string Reason)[]
        {
            ("an older document", r => (r.Document, r.Evidence) = (old.Document, old.Evidence), "DOCUMENT_NOT_CURRENT"),
            ("somebody else's", r => (r.Document, r.Evidence) = (theirs.Document, theirs.Evidence), "DOCUMENT_NOT_CURRENT"),
            ("changed", r => r.Document = ByteString.CopyFrom([.. good.Document.Span[..^1], (byte)' ']), "DOCUMENT_NOT_CURRENT"),
            ("evidence over the older one", r => r.Evidence = old.Evidence, "EVIDENCE_NOT_ACCEPTED"),
            ("somebody else's evidence over it", r => r.Evidence = story.Hanako.ErasureEvidenceOver(digest, other.Key), "EVIDENCE_NOT_ACCEPTED"),
            ("an unknown key", r => r.Evidence = story.Hanako.ErasureEvidenceOver(digest, Es256Key.Create()), "EVIDENCE_NOT_ACCEPTED"),
            ("evidence of a consent", r => r.Evidence.DeviceSignature.Jws =
                EvidenceCheck.Sign(story.Hanako.Key, city.Origin, grant, digest, DateTimeOffset.UtcNow), "EVIDENCE_NOT_ACCEPTED"),
            ("evidence for another log", r => r.Evidence.DeviceSignature.Jws =
                ErasureEvidence.Sign(story.Hanako.Key, "other.example/log", digest, DateTimeOffset.UtcNow), "EVIDENCE_NOT_ACCEPTED"),
            ("evidence made before it was shown", r => r.Evidence.DeviceSignature.Jws =
                ErasureEvidence.Sign(story.Hanako.Key, city.Origin, digest, DateTimeOffset.UtcNow.AddMinutes(-5)), "EVIDENCE_NOT_ACCEPTED"),
            ("no JWS", r => r.Evidence.DeviceSignature.Jws = "x", "EVIDENCE_NOT_ACCEPTED"),
            ("no evidence", r => r.Evidence = null, "INVALID_ARGUMENT"),
            ("no document", r => r.Document = ByteString.Empty, "INVALID_ARGUMENT"),
            ("too long a document", r => r.Document = ByteString.CopyFrom(new byte[Pds.Consent.ErasureDocument.MaxBytes + 1]), "INVALID_ARGUMENT"),
            ("no request id", r => r.RequestId = "", "INVALID_ARGUMENT"),
        };
        foreach (var (why, bend, reason) in bad)
        {
            var request = good.Clone();
            request.RequestId = Actor.NewRequestId();
            bend(request);
            (await story.Hanako.AskAsync(Residents + "EraseResident", request)).Reason.Should().Be(reason, why);
        }

        (await other.AskAsync(Residents + "EraseResident", good)).Reason.Should().Be("DOCUMENT_NOT_CURRENT", "it is not the other's");
        (await city.Steward.AskAsync(Residents + "EraseResident", good)).Reason.Should().Be("PERMISSION_DENIED");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Code.Should().Be(0, "nothing of it touched her consent");
        (await story.Hanako.CallAsync<EraseResidentResponse>(Residents + "EraseResident", good)).Evidence.Should().NotBeNull();
    }

    [Fact]
    [Trait("Feature", "T12")]
    public async Task The_document_says_in_plain_Japanese_what_goes_now_and_what_later()
    {
        var before = await TextAsync();
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Code.Should().Be(0);
        var after = await TextAsync();

        before.Should().Contain("いま消します").And.NotContain("3年");
        after.Should().Contain("3年残す決まり").And.NotContain("いま消します");
        foreach (var sentence in before.Split('。', '"').Where(text => text.Any(c => c > 0x3000)))
        {
            sentence.Length.Should().BeLessThanOrEqualTo(40, sentence);
        }
    }

    [Fact]
    public async Task Whoever_comes_again_begins_anew()
    {
        await story.Hanako.EraseAsync();

        var again = await city.NewResidentWithRecordAsync("見本 花子");

        again.ResidentId.Should().NotBe(story.Hanako.ResidentId);
        (await again.CallAsync<ListEntriesResponse>("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest())).Entries.Should().NotBeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public async Task Neighbours_notice_nothing()
    {
        var taro = await city.NewResidentWithRecordAsync("見本 太郎");
        var item = await story.Hospital.AskConsentAsync(await taro.ReferenceForAsync(story.Hospital), Story.Purpose);
        var given = await taro.GrantAsync(item);
        var receipt = await story.Hospital.ReceiptAsync(item.GrantId);

        await story.Hanako.EraseAsync();

        var request = await story.Hospital.PrepareAsync(given.Consent.GrantId, receipt, ["name"]);
        (await story.Hospital.RequestDataAsync(request)).Code.Should().Be(0);
        (await taro.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Uses.Should().ContainSingle();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Recorder Recorder => city.Server.Roles.Recorder;

    private static ChainId ChainOf(TestResident resident) =>
        ResidentId.TryParse(resident.ResidentId, out var id) ? ChainId.Resident(id) : throw new InvalidOperationException();

    private async Task<string> TextAsync() => (await story.Hanako.CallAsync<Protocol.V1.ErasureDocument>(
        Residents + "GetErasureDocument", new GetErasureDocumentRequest())).Document.ToStringUtf8();

    private async Task<List<string>> KindsAsync(ChainId chain)
    {
        var kinds = new List<string>();
        await foreach (var entry in Recorder.ReadChainAsync(chain, -1, 1000, new Reader.Owner(), Stop))
        {
            kinds.Add(entry.Entry.Kind);
        }

        return kinds;
    }

    /// <summary>The tables with a row whose key or body, opened, holds one of these names.</summary>
    private async Task<HashSet<Table>> NamingAsync(IReadOnlyList<string> names)
    {
        var found = new HashSet<Table>();
        var wanted = names.Select(Encoding.UTF8.GetBytes).ToList();
        foreach (var table in Enum.GetValues<Table>())
        {
            long after = 0;
            while (await Recorder.Rows.ListAllAsync(table, after, IRowReader.MaxRows, Stop) is { Count: > 0 } page)
            {
                if (page.Any(row => wanted.Any(name =>
                    row.Body.Span.IndexOf(name) >= 0 || Encoding.UTF8.GetBytes(row.Key.Key).AsSpan().IndexOf(name) >= 0)))
                {
                    found.Add(table);
                }

                after = page[^1].Ordinal;
            }
        }

        return found;
    }
}
