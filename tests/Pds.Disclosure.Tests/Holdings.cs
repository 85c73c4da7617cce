using System.Text;
using System.Text.Json;
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

        // Days apart, so that no two of them share a time by accident.
        var hospital = await HoldAsync(city, one, city.Hospital);
        city.Time.Shift = TimeSpan.FromHours(27);
        var sameResident = await HoldAsync(city, one, city.Shop);
        city.Time.Shift = TimeSpan.FromHours(55);
        var otherResident = await HoldAsync(city, other, city.Shop);

        // What the city says to everybody (its name, its certificate, format words) is in every pair; a resident may add nothing to it.
        Common(Windows(hospital), Windows(sameResident)).Except(Common(Windows(hospital), Windows(otherResident))).Should().BeEmpty();
        Common(Integers(hospital), Integers(sameResident)).Except(Common(Integers(hospital), Integers(otherResident))).Should().BeEmpty();
        Windows(hospital).Should().HaveCountGreaterThan(1000, "there is something to compare");
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

    // Each part of a token, decoded.
    private static IEnumerable<byte[]> Parts(string token)
    {
        foreach (var part in token.Split('.', '~').Where(part => part.Length > 0))
        {
            Base64Url.TryDecode(part, out var decoded).Should().BeTrue();
            yield return decoded!;
        }
    }

    private static HashSet<T> Common<T>(HashSet<T> left, HashSet<T> right) => [.. left.Intersect(right)];

    // Values, not the words of the format around them: leaves of JSON, and bytes that are no JSON as they are.
    private static HashSet<string> Windows(IReadOnlyList<byte[]> holdings) =>
        [.. holdings.SelectMany(Values).SelectMany(bytes => Enumerable.Range(0, Math.Max(0, bytes.Length - Shared + 1))
            .Select(at => Convert.ToHexString(bytes, at, Shared)))];

    private static HashSet<long> Integers(IReadOnlyList<byte[]> holdings) =>
        [.. holdings.SelectMany(Leaves).Where(leaf => leaf.ValueKind == JsonValueKind.Number).Select(leaf => leaf.GetInt64())];

    private static IEnumerable<byte[]> Values(byte[] holding)
    {
        var leaves = Leaves(holding).Where(leaf => leaf.ValueKind == JsonValueKind.String).Select(leaf => leaf.GetString()!).ToList();
        return leaves.Count == 0
            ? [holding]
            : leaves.SelectMany(text => Base64Url.TryDecode(text, out var bytes)
                ? (byte[][])[Encoding.UTF8.GetBytes(text), bytes]
                : [Encoding.UTF8.GetBytes(text)]);
    }

    private static IEnumerable<JsonElement> Leaves(byte[] holding)
    {
        try
        {
            return Leaves(JsonDocument.Parse(holding).RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonElement> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        _ => [element],
    };
}
