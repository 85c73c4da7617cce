using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Sampling;

/// <summary>A sample of the disclosures of an export, drawn and looked up.</summary>
/// <param name="Manifest">The export.</param>
/// <param name="ExitCode">What the verification of the export ended with.</param>
/// <param name="Root">Root of the log, 32 bytes.</param>
/// <param name="Seed">The auditor's seed.</param>
/// <param name="Wanted">How many were asked for.</param>
/// <param name="Strata">Recipients with a disclosure: name, disclosures in all, and drawn.</param>
/// <param name="Drawn">In the order of the draw.</param>
internal sealed record Sample(
    ExportManifest Manifest,
    int ExitCode,
    byte[] Root,
    string Seed,
    int Wanted,
    IReadOnlyList<(string Recipient, int All, int Drawn)> Strata,
    IReadOnlyList<DrawnDisclosure> Drawn)
{
    /// <summary>Disclosures in the export.</summary>
    public int All => Strata.Sum(stratum => stratum.All);

    /// <summary>Draws from an export whose verification found nothing tampered. Reads the leaves twice and keeps an index of disclosures in memory.</summary>
    /// <param name="folder">The export.</param>
    /// <param name="verdict">What the verification said.</param>
    /// <param name="seed">1 to 64 characters.</param>
    /// <param name="wanted">How many.</param>
    /// <exception cref="InvalidDataException">The export is no longer the one that was verified.</exception>
    public static Sample Of(ExportFolder folder, Verdict verdict, string seed, int wanted)
    {
        var manifest = verdict.Manifest!;
        var root = new BundleLeaves(folder, manifest.Size).RootAt(manifest.Size) ?? throw new InvalidDataException(ExportNames.Log);
        var (names, candidates) = (new Dictionary<OrganizationId, string>(), new List<Candidate>());
        foreach (var leaf in new VerifiedLeaves(folder, manifest.Size).Read())
        {
            if (leaf.Entry is Disclosed disclosed)
            {
                candidates.Add(new Candidate(leaf.Index, disclosed.Recipient, disclosed.Grant));
            }
            else if (leaf.Entry is OrganizationRegistered registered)
            {
                names[registered.Organization] = Printable.Of(registered.NameJa);
            }
        }

        var drawn = new SampleDraw(root, manifest.Size, seed).Draw(candidates, wanted);
        string NameOf(OrganizationId id) => names.GetValueOrDefault(id) ?? id.ToString();
        var strata = candidates.GroupBy(one => one.Recipient)
            .Select(group => (NameOf(group.Key), group.Count(), drawn.Count(one => one.Recipient == group.Key)))
            .OrderByDescending(stratum => stratum.Item2).ThenBy(stratum => stratum.Item1, StringComparer.Ordinal).ToList();
        return new Sample(manifest, verdict.ExitCode, root, seed, wanted, strata, LookUp(folder, manifest, drawn, NameOf));
    }

    // A second pass for what belongs to the drawn ones alone, so that memory does not hold every intent and consent.
    private static List<DrawnDisclosure> LookUp(
        ExportFolder folder, ExportManifest manifest, IReadOnlyList<Candidate> drawn, Func<OrganizationId, string> nameOf)
    {
        var (places, grants) = (drawn.Index().ToDictionary(one => one.Item.Leaf, one => one.Index), drawn.Select(one => one.Grant).ToHashSet());
        var (intents, given) = (new Dictionary<LeafKey, (DisclosureIntended, long)>(), new Dictionary<GrantId, (ConsentGranted Entry, long)>());
        var found = new DrawnDisclosure?[drawn.Count];
        foreach (var leaf in new VerifiedLeaves(folder, manifest.Size).Read())
        {
            switch (leaf.Entry)
            {
                case ConsentGranted granted when grants.Contains(granted.Grant):
                    given[granted.Grant] = (granted, leaf.Index);
                    break;
                case DisclosureIntended intended when grants.Contains(intended.Grant):
                    intents[leaf.Key] = (intended, leaf.Index);
                    break;
                case Disclosed disclosed when places.TryGetValue(leaf.Index, out var place):
                    found[place] = new DrawnDisclosure(
                        place + 1,
                        leaf.Index,
                        disclosed,
                        intents.TryGetValue(LeafKey.Of(disclosed.Intent), out var intent) ? intent : null,
                        given.TryGetValue(disclosed.Grant, out var consent) ? consent : null,
                        leaf.Line.Who)
                    {
                        Recipient = nameOf(disclosed.Recipient),
                    };
                    break;
            }
        }

        var words = SignedWords.Read(folder, given.ToDictionary(pair => pair.Key, pair => pair.Value.Entry.ConsentDigest));
        return [.. found.Select(one => one! with { Words = words.GetValueOrDefault(one.Disclosed.Grant) })];
    }

    /// <summary>The root as text.</summary>
    public string RootText => Base64Url.Encode(Root);
}
