using System.Text.Json.Nodes;
using CsCheck;

namespace Pds.Cryptography.Tests;

/// <summary>
/// Random JSON trees with random members hidden, a folder that turns them into payload and disclosures the way RFC 9901 section
/// 4.2.6 describes (recursively), and the plain answer to compare with. Written from the RFC, apart from the reader it tests.
/// </summary>
internal static class SdTree
{
    public static readonly Gen<(Node Root, int Seed)> Generator =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int).Select((seed, choice) => (Grow(new Random(seed), 0, isRoot: true), choice));

    /// <summary>A value: a leaf, or items with names (object) or without (array).</summary>
    public sealed record Node(JsonNode? Leaf, bool IsObject, IReadOnlyList<Item>? Items);

    /// <summary>A member or an element; hidden ones become disclosures.</summary>
    public sealed record Item(string? Name, Node Value, bool IsHidden);

    /// <summary>What the issuer signs and what it hands to the holder.</summary>
    public sealed class Folded(Node root)
    {
        public Node Root { get; } = root;

        public JsonObject Payload { get; set; } = [];

        public List<SdDisclosure> Disclosures { get; } = [];

        public Dictionary<Item, SdDisclosure> OfItem { get; } = new(ReferenceEqualityComparer.Instance);

        private readonly Dictionary<SdDisclosure, SdDisclosure> parents = [];

        public SdDisclosure? ParentOf(SdDisclosure child) => parents.GetValueOrDefault(child);

        public void Add(Item item, SdDisclosure disclosure, IEnumerable<SdDisclosure> children)
        {
            Disclosures.Add(disclosure);
            OfItem.Add(item, disclosure);
            foreach (var child in children)
            {
                parents.TryAdd(child, disclosure);
            }
        }
    }

    public static Folded Fold(Node root)
    {
        var folded = new Folded(root);
        folded.Payload = (JsonObject)Fold(root, folded)!;
        return folded;
    }

    public static bool IsShown(SdDisclosure disclosure, Folded folded, int seed)
    {
        for (var d = disclosure; d is not null; d = folded.ParentOf(d))
        {
            if (((folded.Disclosures.IndexOf(d) + seed) & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    public static string Plain(Node root) => Sorted(Unfold(root, _ => true));

    public static string Pruned(Folded folded, HashSet<SdDisclosure> shown) =>
        Sorted(Unfold(folded.Root, item => shown.Contains(folded.OfItem[item])));

    /// <summary>Members in the order of their names: RFC 9901 leaves their order open.</summary>
    public static string Sorted(JsonNode? node) => Order(node)?.ToJsonString() ?? "null";

    private static JsonNode? Order(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Order(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Order)]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Fold(Node node, Folded folded)
    {
        if (node.Items is null)
        {
            return node.Leaf?.DeepClone();
        }

        var digests = new JsonArray();
        var result = node.IsObject ? (JsonNode)new JsonObject() : new JsonArray();
        foreach (var item in node.Items)
        {
            var before = folded.Disclosures.Count;
            var value = Fold(item.Value, folded);
            var digest = item.IsHidden ? Hide(item, value, folded, before) : null;
            switch (result)
            {
                case JsonObject o when digest is null:
                    o[item.Name!] = value;
                    break;
                case JsonObject:
                    digests.Add(digest);
                    break;
                case JsonArray a:
                    a.Add(digest is null ? value : new JsonObject { ["..."] = digest });
                    break;
            }
        }

        if (digests.Count > 0)
        {
            result["_sd"] = digests;
        }

        return result;
    }

    private static string Hide(Item item, JsonNode? value, Folded folded, int before)
    {
        var children = folded.Disclosures.Skip(before).ToList();
        var disclosure = item.Name is { } name ? SdDisclosure.OfClaim(name, value) : SdDisclosure.OfElement(value);
        folded.Add(item, disclosure, children);
        return disclosure.Digest;
    }

    private static JsonNode? Unfold(Node node, Func<Item, bool> isShown)
    {
        if (node.Items is null)
        {
            return node.Leaf?.DeepClone();
        }

        var seen = node.Items.Where(i => !i.IsHidden || isShown(i));
        return node.IsObject
            ? new JsonObject(seen.Select(i => KeyValuePair.Create(i.Name!, Unfold(i.Value, isShown))))
            : new JsonArray([.. seen.Select(i => Unfold(i.Value, isShown))]);
    }

    private static Node Grow(Random random, int depth, bool isRoot = false)
    {
        if (!isRoot && (depth > 5 || random.Next(3) == 0))
        {
            return new Node(Leaf(random), false, null);
        }

        var isObject = isRoot || random.Next(2) == 0;
        var items = Enumerable.Range(0, random.Next(4)).Select(i =>
            new Item(isObject ? "項目" + i : null, Grow(random, depth + 1), random.Next(2) == 0));
        return new Node(null, isObject, [.. items]);
    }

    private static JsonNode? Leaf(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => true,
        2 => random.Next(),
        3 => "むつ市\"\\\n" + random.Next(),
        _ => string.Empty,
    };
}
