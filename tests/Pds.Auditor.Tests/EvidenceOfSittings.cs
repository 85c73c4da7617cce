using System.Text;
using System.Text.Json.Nodes;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>
/// A7 over sign-ins and passkeys, against an operator who entered what it wanted: the digest of the evidence in the entry is always right here,
/// so that only what the evidence says by itself can give it away.
/// </summary>
[Trait("Feature", "R4")]
public sealed class EvidenceOfSittings(AuditedCity city)
{
    private const int SignIn = 2;
    private const int FirstTouch = 3;
    private const int SecondTouch = 4;

    [Theory]
    [InlineData(SignIn, "oidc_step_up")]
    [InlineData(FirstTouch, "passkey")]
    [InlineData(SecondTouch, "passkey")]
    public void Honest_evidence_is_the_residents(int at, string kind)
    {
        var (book, consent) = Read(at);

        consent.Signed.EvidenceType.Should().Be(kind);
        Judge(book, consent).Should().BeNull();
    }

    [Fact]
    public void A_sign_in_counts_only_by_a_key_entered_before_and_a_person_linked_before_in_the_same_chain()
    {
        (string What, Action<GrantBook, GrantLife, string, string> Lie)[] lies =
        [
            ("no key was entered", (log, _, _, _) => log.ProviderKeys.Clear()),
            ("it was entered later", (log, life, jkt, _) => log.ProviderKeys[jkt] = (log.ProviderKeys[jkt].Entry, life.Index + 1)),
            ("it was entered for another provider", (log, _, jkt, _) => log.ProviderKeys[jkt] = (log.ProviderKeys[jkt].Entry with { Issuer = "https://elsewhere.example" }, 0)),
            ("it was entered for another client", (log, _, jkt, _) => log.ProviderKeys[jkt] = (log.ProviderKeys[jkt].Entry with { ClientId = "another" }, 0)),
            ("nobody was linked", (log, _, _, _) => log.Identities.Clear()),
            ("the person was linked later", (log, life, _, who) => log.Identities[who] = log.Identities[who] with { Index = life.Index + 1 }),
            ("the person was linked to another vault", (log, _, _, who) => log.Identities[who] = log.Identities[who] with { Chain = new AuditedChain { Start = 0 } }),
            ("the person was linked at another provider", (log, _, _, who) => log.Identities[who] = log.Identities[who] with { Issuer = "https://elsewhere.example" }),
        ];

        foreach (var (what, lie) in lies)
        {
            var (log, consent) = Read(SignIn);
            var life = log.Grants[consent.Grant];
            lie(log, life, ((EvidenceKey.Provider)consent.Key).Key.Jkt, log.Identities.Single(one => one.Value.Chain == life.Chain).Key);
            Judge(log, consent).Should().Be(Fault.EvidenceWrong, what);
        }
    }

    [Theory]
    [InlineData(SignIn)]
    [InlineData(FirstTouch)]
    [Trait("Feature", "S5")]
    public void Nothing_is_started_by_a_letter_whatever_evidence_stands_beside_it(int at)
    {
        var (log, consent) = Read(at);
        var life = log.Grants[consent.Grant];
        var leaf = new AuditedLeaf(new ExportedLeaf { Index = life.Index }, life.Commitment, null, "here") { Chain = life.Chain };
        log.Grants[consent.Grant] = new GrantLife(life.Granted with { Acting = new Acting("letter") }, leaf);

        Judge(log, consent).Should().Be(Fault.EvidenceWrong);
    }

    [Fact]
    public void A_token_of_another_person_another_time_another_signer_or_another_set_is_found()
    {
        var (_, consent) = Read(SignIn);
        Evidence.TryParse("oidc_step_up", consent.Signed.Evidence, out var read).Should().BeTrue();
        var honest = (Evidence.OidcStepUp)read!;
        var nonce = Base64Url.Encode(honest.Set.Challenge);
        var other = EvidenceSet.Of([.. honest.Set.Digests, Sha256.Hash([1])]);
        var elsewhere = EvidenceSet.Of([Sha256.Hash([1])]);
        var signed = JsonNode.Parse(Base64Url.TryDecode(honest.IdToken.Split('.')[1], out var payload) ? payload : [])!;
        string Token(string subject, string challenge, Action<JsonObject>? bend = null) => city.Provider.Token(subject, challenge, claims =>
        {
            foreach (var time in new[] { "iat", "exp", "auth_time" })
            {
                claims[time] = signed[time]!.DeepClone(); // The moment of the consent, whenever this runs.
            }

            bend?.Invoke(claims);
        });
        (string What, Evidence Evidence)[] lies =
        [
            ("another person's sign-in", honest with { IdToken = Token("rokuro", nonce) }),
            ("a sign-in of before the document", honest with { IdToken = Token("shiro", nonce, claims => claims["auth_time"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()) }),
            ("a sign-in of after the entry", honest with { IdToken = Token("shiro", nonce, claims => claims["auth_time"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()) }),
            ("for another client", honest with { IdToken = Token("shiro", nonce, claims => claims["aud"] = "another") }),
            ("over another set", honest with { Set = other }),
            ("over a set without this document", new Evidence.OidcStepUp(elsewhere, Token("shiro", Base64Url.Encode(elsewhere.Challenge)))),
            ("signed by the operator", honest with { IdToken = Resigned(honest.IdToken) }),
        ];

        foreach (var (what, evidence) in lies)
        {
            var (book, same) = Read(SignIn);
            Judge(book, Entered(book, same, evidence)).Should().Be(Fault.EvidenceWrong, what);
        }

        var (fresh, again) = Read(SignIn);
        Judge(fresh, Entered(fresh, again, honest with { IdToken = Token("shiro", nonce) })).Should().BeNull("the same words by the same person are as good");
    }

    [Fact]
    public void A_passkey_counts_only_when_the_same_chain_registered_it_before_and_did_not_end_it_before()
    {
        (string What, Func<PasskeyLife, GrantLife, PasskeyLife?> Lie)[] lies =
        [
            ("nobody registered it", (_, _) => null),
            ("it was registered later", (passkey, life) => passkey with { Index = life.Index + 1 }),
            ("another chain registered it", (passkey, _) => passkey with { Chain = new AuditedChain { Start = 0 } }),
            ("it was ended before", (passkey, life) => passkey with { EndedAt = life.Index - 1 }),
            ("it answers for somebody else", (passkey, _) => passkey with { RpId = "elsewhere.example" }),
        ];

        foreach (var (what, lie) in lies)
        {
            var (book, consent) = Read(FirstTouch);
            var jkt = ((EvidenceKey.Passkey)consent.Key).Key.Jkt;
            if (lie(book.Passkeys[jkt], book.Grants[consent.Grant]) is { } told)
            {
                book.Passkeys[jkt] = told;
            }
            else
            {
                book.Passkeys.Remove(jkt);
            }

            Judge(book, consent).Should().Be(Fault.EvidenceWrong, what);
        }
    }

    [Fact]
    public void A_touch_for_another_sitting_from_another_page_or_by_another_key_is_found()
    {
        var (_, consent) = Read(FirstTouch);
        Evidence.TryParse("passkey", consent.Signed.Evidence, out var read).Should().BeTrue();
        var honest = (Evidence.PasskeyAssertion)read!;
        using var foreign = Es256Key.Create();
        (string What, Evidence Evidence, EvidenceKey Key)[] lies =
        [
            ("another set", honest with { Set = EvidenceSet.Of([.. honest.Set.Digests, Sha256.Hash([1])]) }, consent.Key),
            ("a set without this document", honest with { Set = EvidenceSet.Of([honest.Set.Digests.Single(one => !one.AsSpan().SequenceEqual(ConsentDocument.DigestOf(consent.Signed.Document)))]) }, consent.Key),
            ("another page", honest with { Answer = honest.Answer with { ClientDataJson = Swapped(honest.Answer.ClientDataJson, "localhost:7444", "elsewhere.example") } }, consent.Key),
            ("nobody verified", honest with { Answer = honest.Answer with { AuthenticatorData = Unverified(honest.Answer.AuthenticatorData) } }, consent.Key),
            ("another key", honest, new EvidenceKey.Passkey(foreign.PublicKey)),
            ("the same key called a device", honest, new EvidenceKey.Device(((EvidenceKey.Passkey)consent.Key).Key)),
        ];

        foreach (var (what, evidence, key) in lies)
        {
            var (book, same) = Read(FirstTouch);
            Judge(book, Entered(book, same, evidence) with { Key = key }).Should().Be(Fault.EvidenceWrong, what);
        }
    }

    [Fact]
    [Trait("Feature", "G4")]
    public void A_yes_in_her_place_counts_only_by_somebody_whom_her_mandate_names()
    {
        (string What, Action<GrantBook, GrantLife, MandateLife> Lie, Fault? Expected)[] cases =
        [
            ("the chain of whoever acted is not needed", (log, _, _) => log.Identities.Clear(), null),
            ("no such mandate", (log, _, mandate) => log.Mandates.Remove(mandate.Id), Fault.EvidenceWrong),
            ("another identity", (_, _, mandate) => mandate.Identities.Clear(), Fault.EvidenceWrong),
            ("accepted later", (_, life, mandate) => mandate.AcceptedAt = life.Index + 1, Fault.EvidenceWrong),
            ("of another resident", (log, _, mandate) => log.Mandates[mandate.Id] = mandate with { Chain = new AuditedChain { Start = 0 } }, Fault.EvidenceWrong),
            ("the provider's key is unknown", (log, _, _) => log.ProviderKeys.Clear(), Fault.EvidenceWrong),
        ];
        foreach (var (what, lie, expected) in cases)
        {
            var (log, consent) = Read(SignIn);
            var life = UnderAMandate(log, consent, out var mandate);
            lie(log, life, mandate);
            Judge(log, consent).Should().Be(expected, what);
        }

        var (own, passkey) = Read(FirstTouch);
        UnderAMandate(own, passkey, out _);
        Judge(own, passkey).Should().Be(Fault.EvidenceWrong, "under a mandate the resident's own passkey says nothing about who acted");
    }

    // The same yes, entered as somebody's who acted for her.
    private static GrantLife UnderAMandate(GrantBook book, ExportedConsent consent, out MandateLife mandate)
    {
        var life = book.Grants[consent.Grant];
        mandate = new MandateLife(MandateId.New(), life.Chain, "proxy", ["grant"], life.Granted.At.AddDays(-1), life.Granted.At.AddDays(1)) { AcceptedAt = life.Index - 1 };
        if (consent.Key is EvidenceKey.Provider provider && Evidence.TryParse(consent.Signed.EvidenceType, consent.Signed.Evidence, out var evidence)
            && IdToken.TryParse(((Evidence.OidcStepUp)evidence).IdToken, out var token))
        {
            mandate.Identities.Add(Convert.ToHexString(Mandate.IdentityDigest(mandate.Id, LinkedIdentity.DigestOf(provider.Salt, token.Issuer, token.Subject))));
        }

        var leaf = new AuditedLeaf(new ExportedLeaf { Index = life.Index }, life.Commitment, null, "here") { Chain = life.Chain };
        book.Mandates[mandate.Id] = mandate;
        return book.Grants[consent.Grant] = new GrantLife(
            life.Granted with { Acting = new Acting("web") { Role = "proxy", Mandate = mandate.Id.ToString() } }, leaf);
    }

    // The book as the log tells it, and one line of the export.
    private (GrantBook Book, ExportedConsent Consent) Read(int at)
    {
        var folder = new ExportFolder(city.Everything);
        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(city.Everything, "manifest.json")), out var manifest).Should().BeTrue();
        var leaves = new BundleLeaves(folder, manifest!.Size);
        var (book, openings) = (new GrantBook(), new A4Openings(leaves));
        new LeafPass(folder, manifest, leaves, openings, [openings, new A5Chains(manifest.Origin, manifest.Size), new A6Disclosures(book)]).Run(_ => { }, CancellationToken.None);
        var line = File.ReadAllLines(Path.Combine(city.Everything, "consents/000000.jsonl"))[at];
        ExportedConsent.TryParse(Encoding.UTF8.GetBytes(line), out var consent).Should().BeTrue();
        return (book, consent!);
    }

    private Fault? Judge(GrantBook book, ExportedConsent consent)
    {
        var check = new A7Evidence(book, city.City.Origin);
        check.See(consent, check.Examine(consent, "here"), "here");
        return check.Report.First?.Fault;
    }

    // An operator enters the digest of whatever it puts into the line.
    private static ExportedConsent Entered(GrantBook book, ExportedConsent consent, Evidence evidence)
    {
        var life = book.Grants[consent.Grant];
        var leaf = new AuditedLeaf(new ExportedLeaf { Index = life.Index }, life.Commitment, null, "here") { Chain = life.Chain };
        book.Grants[consent.Grant] = new GrantLife(
            life.Granted with { EvidenceType = evidence.Kind, EvidenceDigest = Sha256.Hash(evidence.ToBytes()) }, leaf);
        return consent with { Signed = consent.Signed with { EvidenceType = evidence.Kind, Evidence = evidence.ToBytes() } };
    }

    private static string Resigned(string token)
    {
        using var foreign = Es256Key.Create();
        var input = token[..token.LastIndexOf('.')];
        return input + "." + Base64Url.Encode(foreign.Sign(Encoding.ASCII.GetBytes(input)));
    }

    private static byte[] Swapped(byte[] json, string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace(from, to, StringComparison.Ordinal));

    private static byte[] Unverified(byte[] data)
    {
        var copy = data.ToArray();
        copy[32] = 0x01;
        return copy;
    }
}
