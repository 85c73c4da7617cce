using System.Text;
using System.Text.Json.Nodes;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>There is exactly one spelling of every entry, and a stranger's spelling is refused (I-18).</summary>
[Trait("Invariant", "I-18")]
public sealed class EntryParserFacts
{
    public static TheoryData<string> Kinds => [.. Entries.OneOfEveryKind().Select(entry => entry.Kind)];

    [Fact]
    public void Every_kind_has_a_sample_here()
    {
        var kinds = typeof(LedgerEntry).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LedgerEntry)) && !type.IsAbstract);

        Entries.OneOfEveryKind().Select(entry => entry.GetType()).Should().BeEquivalentTo(kinds);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_body_reads_back_and_writes_the_same_bytes(string kind)
    {
        var body = Sample(kind).ToBody();

        LedgerEntry.TryParse(body, out var entry).Should().BeTrue();
        entry!.Kind.Should().Be(kind);
        entry.ToBody().Should().Equal(body);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_body_is_in_the_form_of_RFC_8785(string kind)
    {
        var body = Sample(kind).ToBody();

        CanonicalJson.TryCanonicalize(body, out var canonical).Should().BeTrue();
        canonical.Should().Equal(body);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_unknown_member_is_refused(string kind) =>
        Refused(kind, json => json["zz"] = 1);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_version_is_refused(string kind) =>
        Refused(kind, json => json["v"] = 2);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_unknown_kind_is_refused(string kind) =>
        Refused(kind, json => json["kind"] = kind + "_x");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_time_of_another_form_is_refused(string kind) =>
        Refused(kind, json => json["at"] = "2026-04-01T01:02:03Z");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_member_that_must_be_there_is_missed(string kind)
    {
        var sample = Sample(kind).ToBody();
        var members = JsonNode.Parse(sample)!.AsObject().Select(member => member.Key).ToList();

        foreach (var member in members)
        {
            var json = JsonNode.Parse(sample)!.AsObject();
            json.Remove(member);
            if (LedgerEntry.TryParse(CanonicalJson.Serialize(json), out var entry))
            {
                entry.ToBody().Should().NotEqual(sample, $"{member} of {kind} is optional, so its absence says something else");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_member_of_another_type_is_refused(string kind)
    {
        var sample = Sample(kind).ToBody();

        foreach (var member in JsonNode.Parse(sample)!.AsObject().Select(member => member.Key).ToList())
        {
            foreach (JsonNode? other in new JsonNode?[] { null, true, 1.5, new JsonObject(), new JsonArray(1) })
            {
                var json = JsonNode.Parse(sample)!.AsObject();
                json[member] = other?.DeepClone();
                LedgerEntry.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()), out _).Should().BeFalse($"{member} of {kind} = {other}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"at":"2026-04-01T01:02:03.456Z","kind":"cover","v":1} """)]
    [InlineData(""" {"at":"2026-04-01T01:02:03.456Z","kind":"cover","v":1}""")]
    [InlineData("""{"at":"2026-04-01T01:02:03.456Z","kind":"cover","v":1}{}""")]
    [InlineData("""{"kind":"cover","at":"2026-04-01T01:02:03.456Z","v":1}""")]
    [InlineData("""{"at":"2026-04-01T01:02:03.456Z","kind":"cover","v":1.0}""")]
    [InlineData("""{"at":"2026-04-01T01:02:03.456Z","kind":"cover","v":1,"v":1}""")]
    [InlineData("""{"at":"2026-04-01T01:02:03.456Z","kind":"c\u006fver","v":1}""")]
    [InlineData("""{"at":"2026-02-30T01:02:03.456Z","kind":"cover","v":1}""")]
    public void A_body_spelled_otherwise_is_refused(string body) =>
        LedgerEntry.TryParse(Encoding.UTF8.GetBytes(body), out _).Should().BeFalse();

    [Fact]
    public void Every_flipped_bit_of_a_grant_is_refused_or_is_another_grant()
    {
        var body = Sample("consent_granted").ToBody();

        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            byte[] changed = [.. body];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (LedgerEntry.TryParse(changed, out var entry))
            {
                entry.ToBody().Should().Equal(changed, "what is read is what was written");
            }
        }
    }

    [Fact]
    public void A_body_that_is_not_UTF_8_is_refused()
    {
        byte[] body = [.. new Cover(Entries.At).ToBody()];
        body[40] = 0xFF;

        LedgerEntry.TryParse(body, out _).Should().BeFalse();
    }

    [Fact]
    public void A_text_with_half_a_surrogate_pair_is_not_written()
    {
        var act = () => new OrganizationSuspended(Entries.At, Entries.Hospital, "\ud800").ToBody();

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_share_that_travels_beside_a_grant_is_no_part_of_its_body()
    {
        var grant = GrantId.New();

        Entries.Granted(grant, [1, 2, 3]).ToBody().Should().Equal(Entries.Granted(grant, null).ToBody());
    }

    [Fact]
    public void An_entry_prints_its_kind_and_nothing_of_a_person() =>
        Entries.OneOfEveryKind().Should().OnlyContain(entry => entry.ToString() == entry.Kind);

    private static LedgerEntry Sample(string kind) => Entries.OneOfEveryKind().Single(entry => entry.Kind == kind);

    private static void Refused(string kind, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Sample(kind).ToBody())!.AsObject();
        change(json);

        LedgerEntry.TryParse(CanonicalJson.Serialize(json), out _).Should().BeFalse();
    }
}
