using System.Net;
using System.Net.Http.Headers;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Front;

/// <summary>Memory is for callers we know (I-41).</summary>
[Collection(nameof(CityFixture))]
[Trait("Invariant", "I-41")]
public sealed class LargeMessages(CityFixture city)
{
    private const string Batch = "/pds.v1.DisclosureService/RequestDataBatch";

    [Fact]
    public async Task A_stranger_is_refused_long_before_a_large_message_is_read()
    {
        using var body = new Endless();
        using var request = new HttpRequestMessage(HttpMethod.Post, Batch) { Version = new Version(2, 0), Content = body };
        request.Headers.TE.ParseAdd("trailers");
        request.Headers.TryAddWithoutValidation("pds-call-proof", "x");

        using var response = await city.City.Anybody.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        response.Headers.GetValues("grpc-message").Should().Equal("CLIENT_CERTIFICATE_REQUIRED");
        body.Sent.Should().BeLessThan(4 * 1024 * 1024, "a connection's window is all that was taken in");
    }

    [Fact]
    [Trait("Invariant", "I-40")]
    public async Task An_organisation_holds_a_bounded_number_of_large_calls_and_keeps_nobody_else_out()
    {
        var large = new LargeCalls();
        var method = CallMethods.Find(Batch)!;
        var (water, hospital) = (await FindAsync(city.Water), await FindAsync(city.Story.Hospital));

        var places = Enumerable.Range(0, LargeCalls.MaxAtOnce).Select(_ => large.TryEnter(method, water)).ToList();

        places.Should().NotContainNulls();
        large.TryEnter(method, water).Should().BeNull();
        large.TryEnter(method, hospital).Should().NotBeNull();
        large.TryEnter(CallMethods.Find("/pds.v1.DisclosureService/RequestData")!, water).Should().NotBeNull("small calls are not counted");
        places[0]!.Dispose();
        large.TryEnter(method, water).Should().NotBeNull();
    }

    private async Task<Organization> FindAsync(TestOrganization organization)
    {
        OrganizationId.TryParse(organization.Id, out var id);
        return (await OrganizationRow.FindAsync(city.City.Server.Roles.Recorder.Rows, id, TestContext.Current.CancellationToken))!;
    }

    // 15 MiB without a Content-Length, which is below what the method allows.
    private sealed class Endless : HttpContent
    {
        private long sent;

        public Endless() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        public long Sent => Volatile.Read(ref sent);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = new byte[16 * 1024];
            while (Sent < 15 * 1024 * 1024)
            {
                await stream.WriteAsync(part);
                Interlocked.Add(ref sent, part.Length);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
