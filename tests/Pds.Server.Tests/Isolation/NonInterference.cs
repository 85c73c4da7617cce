using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.TestCity;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// The same calls of one resident and one recipient, played in a city of their own and in one where another recipient and other residents are
/// never still: the answers are the same up to ids and times (I-16).
/// </summary>
[Trait("Invariant", "I-16")]
public sealed class NonInterference
{
    private const string Consent = "/pds.v1.ConsentService/";
    private const string RequestData = "/pds.v1.DisclosureService/RequestData";

    [Fact]
    public async Task A_tenants_answers_and_chains_are_the_same_alone_and_beside_a_busy_one()
    {
        var alone = await PlayAsync(busy: false);
        var beside = await PlayAsync(busy: true);

        alone.Should().HaveCountGreaterThan(40);
        alone.Should().Contain(line => line.Contains("CONSENT_PAUSED", StringComparison.Ordinal));
        for (var line = 0; line < Math.Min(alone.Count, beside.Count); line++)
        {
            beside[line].Should().Be(alone[line]);
        }

        beside.Should().HaveSameCount(alone);
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(bool busy)
    {
        await using var city = await City.StartAsync();
        var neighbours = busy ? await Neighbours.StartAsync(city) : null;
        var story = await Story.PlayAsync(city);
        var trace = new Trace(neighbours);
        await AskedAndDeclinedAsync(story, trace);
        await UsedAsync(story, trace);
        await StoppedAsync(story, trace);
        await (neighbours?.StopAsync() ?? Task.CompletedTask);
        return [.. trace.Lines, .. await ChainsAsync(city, story)];
    }

    private static async Task AskedAndDeclinedAsync(Story story, Trace trace)
    {
        var asked = await trace.AskAsync<V1.ConsentRequest>(story.Hospital, Consent + "RequestConsent", new V1.RequestConsentRequest
        {
            ResidentRef = story.Reference, Items = { new V1.AskedItem { Purpose = "hospital-booking@1" } }, RequestId = Actor.NewRequestId(),
        });
        var first = await trace.AskAsync<V1.ListRequestsResponse>(story.Hanako, Consent + "ListRequests", new V1.ListRequestsRequest { PageSize = 1 });
        await trace.AskAsync<V1.ListRequestsResponse>(
            story.Hanako, Consent + "ListRequests", new V1.ListRequestsRequest { PageSize = 1, PageToken = first!.NextPageToken });
        var item = asked!.Items.Single();
        await trace.AskAsync<V1.ConsentDocument>(story.Hanako, Consent + "GetConsentDocument", new V1.GetConsentDocumentRequest { GrantId = item.GrantId });
        await trace.AskAsync<V1.DeclineResponse>(story.Hanako, Consent + "Decline", new V1.DeclineRequest
        {
            GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId(),
        });
        await trace.AskAsync<V1.ListConsentsResponse>(story.Hospital, Consent + "ListConsents", new V1.ListConsentsRequest());
        await trace.AskAsync<V1.Receipt>(story.Hospital, Consent + "GetReceipt", new V1.GetReceiptRequest { GrantId = story.Consent.GrantId });
    }

    private static async Task UsedAsync(Story story, Trace trace)
    {
        var call = await story.PrepareAsync("name", "address");
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, call);
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, call);
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, await story.PrepareAsync("name", "my_number"));
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, await story.Hospital.PrepareAsync(
            story.Consent.GrantId, story.Receipt, ["name"], at: DateTimeOffset.UtcNow.AddSeconds(-70)));
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, new V1.RequestDataRequest { Presentation = "x" });
        await trace.AskAsync<V1.WriteRecordResponse>(story.Hospital, "/pds.v1.VaultService/WriteRecord", new V1.WriteRecordRequest
        {
            ResidentRef = story.Reference, Dataset = Story.Dataset, SourceRecord = "x", RequestId = Actor.NewRequestId(),
        });
    }

    private static async Task StoppedAsync(Story story, Trace trace)
    {
        var grant = story.Consent.GrantId;
        var paused = await trace.AskAsync<V1.ConsentActResponse>(story.Hanako, Consent + "Pause", new V1.PauseRequest
        {
            GrantId = grant, Etag = story.Consent.Etag, RequestId = Actor.NewRequestId(),
        });
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, await story.PrepareAsync("name"));
        await trace.AskAsync<V1.ConsentActResponse>(story.Hanako, Consent + "Resume", new V1.ResumeRequest
        {
            GrantId = grant, Etag = paused!.Consent.Etag, RequestId = Actor.NewRequestId(),
        });
        await trace.AskAsync<V1.ConsentActResponse>(
            story.Hanako, Consent + "Withdraw", new V1.WithdrawRequest { GrantId = grant, RequestId = Actor.NewRequestId() });
        await trace.AskAsync<V1.RequestDataResponse>(story.Hospital, RequestData, await story.PrepareAsync("name"));
        foreach (var who in new Actor[] { story.Hanako, story.Hospital })
        {
            await trace.AskAsync<V1.ListUsesResponse>(who, "/pds.v1.DisclosureService/ListUses", new V1.ListUsesRequest());
            await trace.AskAsync<V1.ListConsentsResponse>(who, Consent + "ListConsents", new V1.ListConsentsRequest());
        }

        await trace.AskAsync<V1.ListRecordsResponse>(story.Hanako, "/pds.v1.VaultService/ListRecords", new V1.ListRecordsRequest());
    }

    // What the resident and the recipient can be told of the ledger: which entries, in which order, of which content.
    private static async Task<IReadOnlyList<string>> ChainsAsync(City city, Story story)
    {
        ResidentId.TryParse(story.Hanako.ResidentId, out var resident).Should().BeTrue();
        OrganizationId.TryParse(story.Hospital.Id, out var organization).Should().BeTrue();
        var lines = new List<string>();
        foreach (var chain in new[] { ChainId.Resident(resident), ChainId.Organization(organization) })
        {
            await foreach (var entry in city.Server.Roles.Recorder.ReadChainAsync(
                chain, -1, 1000, new Reader.Owner(), TestContext.Current.CancellationToken))
            {
                lines.Add($"{entry.Seq} {Shape.Of(entry.Body)}");
            }
        }

        return lines;
    }

    /// <summary>What came back, call by call; beside busy neighbours every call waits until they have done something since the one before.</summary>
    private sealed class Trace(Neighbours? neighbours)
    {
        public List<string> Lines { get; } = [];

        public async Task<T?> AskAsync<T>(Actor who, string path, IMessage request)
            where T : class, IMessage<T>, new()
        {
            await (neighbours?.ActAsync() ?? Task.CompletedTask);
            var bytes = request.ToByteArray();
            var answer = await who.SendAsync(path, bytes, path == RequestData ? null : who.Proof(path, bytes));
            Lines.Add($"{path} {answer.Code} {answer.Reason} {(answer.Code == 0 ? 0 : answer.WithoutRequestId().Length)}");
            if (answer.Code != 0)
            {
                return null;
            }

            var message = answer.Read<T>();
            Lines.Add(Shape.Of(message));
            if (message is V1.RequestDataResponse data)
            {
                Lines.Add(Opened((TestOrganization)who, (V1.RequestDataRequest)request, data));
            }

            return message;
        }

        private static string Opened(TestOrganization who, V1.RequestDataRequest request, V1.RequestDataResponse data)
        {
            GrantId.TryParse(V1.DisclosureCall.Parser.ParseFrom(request.Call).GrantId, out var grant);
            var info = Pds.Consent.DeliveryContexts.Data(who.Origin, grant, Sha256.Hash(request.Call.Span), data.Intent.Commitment.ToByteArray());
            who.Encryption.TryOpen(info, [], data.SealedData.Span, out var plaintext).Should().BeTrue();
            return $"{data.SealedData.Length - plaintext!.Length} bytes around {Shape.Of(plaintext)}";
        }
    }
}
