using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>A7 over a registered passkey, against an operator who planted one: its entry says what it likes, and her evidence over that key is not there.</summary>
[Trait("Feature", "R4")]
public sealed class EvidenceOfActs(AuditedCity city)
{
    [Fact]
    public void The_honest_registration_is_hers()
    {
        var (book, act) = Read();

        act.Signed.EvidenceType.Should().Be("oidc_step_up");
        Judge(book, [act]).Should().BeEmpty();
    }

    [Fact]
    public void A_passkey_without_her_evidence_over_its_own_key_is_found()
    {
        using var planted = Es256Key.Create();
        (string What, Func<ActLife, ActLife> Lie, Fault Found)[] lies =
        [
            ("another key stands in the entry", life => life with { Entry = Registered(life) with { Jkt = planted.PublicKey.Jkt } }, Fault.DocumentContradicts),
            ("it answers for somebody else", life => life with { Entry = Registered(life) with { RpId = "elsewhere.example" } }, Fault.DocumentContradicts),
            ("another evidence was entered", life => life with { EvidenceDigest = Sha256.Hash([1]) }, Fault.DocumentDiffers),
            ("another kind was entered", life => life with { EvidenceType = "passkey" }, Fault.DocumentDiffers),
            ("it stands in another person's chain", life => life with { Agreed = life.Agreed with { Chain = new AuditedChain { Start = 0 } } }, Fault.EvidenceWrong),
            ("it was entered before she was linked", life => life with { Agreed = life.Agreed with { Index = 0 } }, Fault.EvidenceWrong),
            ("she signed in an hour before", life => life with { Agreed = life.Agreed with { At = life.Agreed.At.AddHours(1) } }, Fault.EvidenceWrong),
            ("it is about something else", life => life with { Agreed = life.Agreed with { Digest = Sha256.Hash([2]) } }, Fault.EvidenceWrong),
        ];

        foreach (var (what, lie, found) in lies)
        {
            var (book, act) = Read();
            var digest = Convert.ToHexString(ConsentDocument.DigestOf(act.Signed.Document));
            book.Acts[digest] = lie(book.Acts[digest]);
            Judge(book, [act]).Should().Equal([found], what);
        }
    }

    [Fact]
    public void An_act_that_is_left_out_comes_twice_or_belongs_to_no_entry_is_found()
    {
        var (book, act) = Read();

        Judge(book, []).Should().Equal(Fault.DocumentMissing);
        Judge(book, [act, act]).Should().Equal(Fault.DocumentUnknown);
        Judge(book, [act, act with { Signed = act.Signed with { Document = [1] } }]).Should().Equal(Fault.DocumentUnknown);
    }

    private static PasskeyRegistered Registered(ActLife life) => (PasskeyRegistered)life.Entry;

    private (GrantBook Book, ExportedAct Act) Read()
    {
        var folder = new ExportFolder(city.Everything);
        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(city.Everything, "manifest.json")), out var manifest).Should().BeTrue();
        var leaves = new BundleLeaves(folder, manifest!.Size);
        var (book, openings) = (new GrantBook(), new A4Openings(leaves));
        new LeafPass(folder, manifest, leaves, openings, [openings, new A5Chains(manifest.Origin, manifest.Size), new A6Disclosures(book)]).Run(_ => { }, CancellationToken.None);
        var line = File.ReadAllLines(Path.Combine(city.Everything, "acts/000000.jsonl")).Should().ContainSingle().Which;
        ExportedAct.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var act).Should().BeTrue();
        return (book, act!);
    }

    private List<Fault> Judge(GrantBook book, ExportedAct[] acts)
    {
        var report = new CheckReport("A7");
        var check = new A7Acts(book, city.City.Origin, report);
        acts.ToList().ForEach(act => check.See(act, "here"));
        check.End();
        return report.First is { } first ? [first.Fault] : [];
    }
}
