using CsCheck;
using static Pds.Consent.GateDecision;

namespace Pds.Consent.Tests.Gate;

/// <summary>Less consent never means more data, whatever else is true (I-11, metamorphic).</summary>
public sealed class MinimisationTests
{
    private static readonly string[] All = ["address", "birth_date", "name", "name_kana", "postal_code", "sex"];

    private static readonly Gen<string[]> Fields = Gen.Shuffle(All, 1, All.Length);

    [Fact]
    [Trait("Invariant", "I-11")]
    [Trait("Feature", "D11")]
    public void What_leaves_is_inside_asked_and_granted_and_purpose() =>
        Gen.Select(Fields, Fields, Fields).Sample((granted, asked, purpose) =>
        {
            var fields = Decide(granted, asked, purpose);

            return fields.All(f => granted.Contains(f) && asked.Contains(f) && purpose.Contains(f));
        });

    [Fact]
    [Trait("Invariant", "I-11")]
    public void Removing_a_field_from_the_grant_never_adds_one_to_an_answer() =>
        Gen.Select(Fields, Fields, Gen.Int[0, All.Length - 1]).Sample((granted, asked, at) =>
        {
            var fewer = granted.Where((_, i) => i != at % granted.Length).ToArray();

            return fewer.Length == 0 || Decide(fewer, asked, All).IsSubsetOf(Decide(granted, asked, All));
        });

    [Fact]
    [Trait("Invariant", "I-11")]
    public void Removing_a_field_from_the_purpose_never_adds_one_to_an_answer() =>
        Gen.Select(Fields, Fields, Fields, Gen.Int[0, All.Length - 1]).Sample((granted, asked, purpose, at) =>
        {
            var fewer = purpose.Where((_, i) => i != at % purpose.Length).ToArray();

            return Decide(granted, asked, fewer).IsSubsetOf(Decide(granted, asked, purpose));
        });

    private static HashSet<string> Decide(string[] granted, string[] asked, string[] purpose)
    {
        var of = Samples.Purpose() with { RequiredFields = [], OptionalFields = purpose };
        var facts = Samples.Facts(Samples.Grant(terms: Samples.Terms(fields: granted)), of) with { Fields = asked };
        return ConsentGate.Decide(facts) is Allow allow ? [.. allow.Fields] : [];
    }
}
