using System.Text;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>
/// Two recipients lay everything they hold side by side. About one resident they can join no more than about two residents, but for the
/// source's own JWT, whose bytes are equal for everybody (SECURITY.md says so).
/// </summary>
[Trait("Feature", "D10")]
[Trait("Feature", "V1")]
public sealed class Holdings
{
    private const int Shared = 16;

    [Fact]
    public async Task Two_recipients_share_no_more_about_one_resident_than_about_two()
    {
        await using var city = await City.OpenAsync();
        var (one, other) = (await NewAsync(city), await NewAsync(city));
        var hospital = await HoldAsync(city, one, city.Hospital);
        var sameResident = await HoldAsync(city, one, city.Shop);
        var otherResident = await HoldAsync(city, other, city.Shop);

        // What the city says to everybody (its name, its certificate, format words) is in every pair; a resident may add nothing to it.
        var aboutOne = Common(hospital, sameResident);
        var aboutTwo = Common(hospital, otherResident);

        aboutOne.Except(aboutTwo).Should().BeEmpty();
        hospital.Any(holding => holding.Length > 100).Should().BeTrue();
    }

    [Fact]
    public async Task No_holding_carries_a_position_in_the_residents_chain()
    {
        await using var city = await City.OpenAsync();
        var resident = await NewAsync(city);

        foreach (var text in (await HoldAsync(city, resident, city.Hospital)).Select(Encoding.Latin1.GetString))
        {
            text.Should().NotContain("\"seq\"").And.NotContain("\"prev\"").And.NotContain(resident.ToString());
        }
    }

    private static async Task<ResidentId> NewAsync(City city)
    {
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        return resident;
    }

    // Receipt, presentation, sealed share, answer, plaintext and the opening of both entries; the leaf index and the tree around it are the
    // public log's, the same for everybody, and say nothing about whose leaf it is.
    private static async Task<IReadOnlyList<byte[]>> HoldAsync(City city, ResidentId resident, Party recipient)
    {
        var given = await city.GiveAsync(resident, recipient, ["name"]);
        var input = given.Ask("name");
        var answer = (await city.RequestData.RunAsync(input, recipient.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Given>().Subject;
        given.TryOpen(input, answer, recipient.EncryptionKey, out var plaintext).Should().BeTrue();
        recipient.EncryptionKey.TryOpen(
            Consent.DeliveryContexts.ShareToRecipient(City.Origin, given.Id), [], given.SealedShare, out var share).Should().BeTrue();
        return
        [
            .. Parts(given.Receipt.Present("resident_ref", "attributes", "consent_evidence", "notice")), .. Parts(answer.UseReceipt),
            given.SealedShare, share!, answer.SealedData, WithoutSource(plaintext),
            .. new[] { answer.Intent, answer.Disclosed }.SelectMany(e => new[] { e.Body, e.BodyKey, e.LinkMac, e.Commitment }),
        ];
    }

    private static byte[] WithoutSource(byte[] plaintext)
    {
        var root = JsonNode.Parse(plaintext)!;
        foreach (var record in root["records"]!.AsArray())
        {
            record!.AsObject().Remove("source_jwt");
            record.AsObject().Remove("disclosures");
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    // Each part of a token, as it travels and decoded.
    private static IEnumerable<byte[]> Parts(string token)
    {
        foreach (var part in token.Split('.', '~').Where(part => part.Length > 0))
        {
            yield return Encoding.ASCII.GetBytes(part);
            if (Base64Url.TryDecode(part, out var decoded))
            {
                yield return decoded;
            }
        }
    }

    private static HashSet<string> Common(IReadOnlyList<byte[]> left, IReadOnlyList<byte[]> right)
    {
        var windows = Windows(left);
        windows.IntersectWith(Windows(right));
        return windows;
    }

    private static HashSet<string> Windows(IReadOnlyList<byte[]> holdings) =>
        [.. holdings.SelectMany(bytes => Enumerable.Range(0, Math.Max(0, bytes.Length - Shared + 1))
            .Select(at => Convert.ToHexString(bytes, at, Shared)))];
}
