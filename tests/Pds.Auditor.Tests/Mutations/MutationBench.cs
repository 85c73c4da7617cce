using System.Text;
using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Mutations;

/// <summary>One working copy of an export: a mutation is applied, looked at, and taken back.</summary>
internal sealed class MutationBench(string folder, ReceiptSigner signer)
{
    private readonly Dictionary<string, byte[]?> before = new(StringComparer.Ordinal);

    /// <summary>Kinds of entries in the export.</summary>
    public IEnumerable<string> Kinds => Leaves().Select(leaf => leaf.Kind).OfType<string>().Distinct();

    /// <summary>Applies one.</summary>
    public void Apply(Mutation mutation)
    {
        switch (mutation.Kind)
        {
            case "leaf": EditLeaf(mutation); break;
            case "leaf-line" when mutation.Operation is "hide" or "close": EditLine("leaves/000000.jsonl", LeafOf(mutation.Part(1)), line => Closed(line, mutation.Operation)); break;
            case "leaf-line": EditLines("leaves/000000.jsonl", LeafOf(mutation.Part(1)), mutation.Operation); break;
            case "head": EditMember("heads/000000.jsonl", mutation); break;
            case "head-line": EditLines("heads/000000.jsonl", int.Parse(mutation.Part(1), null), mutation.Operation); break;
            case "consent": EditMember("consents/000000.jsonl", mutation); break;
            case "act": EditMember("acts/000000.jsonl", mutation); break;
            case "act-line": EditLines("acts/000000.jsonl", 0, mutation.Operation); break;
            case "catalogue": EditMember("catalogue/000000.jsonl", mutation); break;
            case "receipt": EditToken("receipts/000000.jsonl", mutation); break;
            case "status": EditToken("status/000000.jsonl", mutation); break;
            case "consent-line": EditLines("consents/000000.jsonl", 0, mutation.Operation); break;
            case "receipt-line": EditLines("receipts/000000.jsonl", 0, mutation.Operation); break;
            case "status-line": EditLines("status/000000.jsonl", 0, mutation.Operation); break;
            case "catalogue-line": EditLines("catalogue/000000.jsonl", 0, mutation.Operation); break;
            case "checkpoint-line": EditLines("log/checkpoint", int.Parse(mutation.Part(1), null), mutation.Operation); break;
            case "policy-line": EditLines("tlog-policy", int.Parse(mutation.Part(1), null), mutation.Operation); break;
            case "manifest-signature": Write("manifest.jws", Lines.EditToken(Text("manifest.jws"), mutation.Part(1), mutation.Operation, null)); break;
            case "bitmap": EditBitmap(mutation.Part(1)); break;
            case "file": EditFile(FileOf(mutation.Part(1)), mutation.Operation); break;
            case "new-file": Write(mutation.Part(1), new byte[64]); break;
            case "manifest": break;
            default: throw new InvalidOperationException(mutation.Target);
        }

        if (mutation.Sealed)
        {
            Seal(mutation.Kind == "manifest" ? json => Lines.EditMember(json, mutation.Part(1), mutation.Operation, () => Reversed(json)) : json => json);
        }
    }

    /// <summary>Takes everything back.</summary>
    public void Restore()
    {
        foreach (var (name, content) in before)
        {
            if (content is null)
            {
                File.Delete(PathOf(name));
            }
            else
            {
                File.WriteAllBytes(PathOf(name), content);
            }
        }

        before.Clear();
    }

    private IEnumerable<(string Line, string? Kind)> Leaves() => Text("leaves/000000.jsonl").Split('\n').Where(line => line.Length > 0).Select(line =>
        (line, ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf) && LedgerEntry.TryParse(leaf.Body, out var entry) ? entry.Kind : null));

    private int LeafOf(string kind)
    {
        var at = Leaves().ToList().FindIndex(leaf => leaf.Kind == kind);
        return at >= 0 ? at : throw new InvalidOperationException($"The export has no {kind}.");
    }

    private void EditLeaf(Mutation mutation)
    {
        var leaves = Leaves().ToList();
        var (at, member) = (LeafOf(mutation.Part(1)), mutation.Part(2));
        var own = JsonNode.Parse(leaves[at].Line)![member]!.ToJsonString();
        JsonNode Other() => leaves.Select(leaf => JsonNode.Parse(leaf.Line)![member]).First(value => value is not null && value.ToJsonString() != own)!;
        EditLine("leaves/000000.jsonl", at, line => Lines.EditMember(line, member, mutation.Operation, Other));
    }

    // An operator who would rather not open a leaf: its place is true and its body kept back, or it is said to be erased.
    private static string Closed(string line, string operation)
    {
        ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf).Should().BeTrue();
        var hidden = operation == "hide"
            ? new ExportedLeaf { Index = leaf!.Index, BodyMac = Commitment.BodyMac(leaf.BodyKey, leaf.Body), LinkKey = leaf.LinkKey, Link = leaf.Link }
            : new ExportedLeaf { Index = leaf!.Index, ClosedCommitment = leaf.ToCommitment() };
        return Encoding.UTF8.GetString(hidden.ToLine());
    }

    private void EditMember(string file, Mutation mutation)
    {
        var (at, member) = (int.Parse(mutation.Part(1), null), mutation.Part(2));
        var lines = Text(file).Split('\n');
        EditLine(file, at, line => Lines.EditMember(line, member, mutation.Operation, () => JsonNode.Parse(lines[at == 0 ? 1 : 0])![member]!));
    }

    private void EditToken(string file, Mutation mutation)
    {
        var at = int.Parse(mutation.Part(1), null);
        var tokens = Text(file).Split('\n').Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!["token"]!.GetValue<string>()).ToList();
        var edited = Lines.EditToken(tokens[at], mutation.Part(2), mutation.Operation, tokens.ElementAtOrDefault(at == 0 ? 1 : 0));
        EditLine(file, at, _ => Lines.Text(new JsonObject { ["token"] = edited }));
    }

    private void EditLine(string file, int at, Func<string, string> edit)
    {
        var lines = Text(file).Split('\n');
        lines[at] = edit(lines[at]);
        Write(file, string.Join('\n', lines));
    }

    private void EditLines(string file, int at, string operation) => Write(file, Lines.Edit(Text(file), at, operation));

    private void EditFile(string name, string operation)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        Write(name, operation switch
        {
            "flip-start" => Flipped(bytes, 0),
            "flip-middle" => Flipped(bytes, bytes.Length / 2),
            "flip-end" => Flipped(bytes, bytes.Length - 1),
            "truncate" => bytes[..^1],
            "halve" => bytes[..(bytes.Length / 2)],
            "empty" => [],
            "extend" => [.. bytes, 0],
            "twice" => [.. bytes, .. bytes],
            "swap" => [.. bytes[^35..], .. bytes[35..^35], .. bytes[..35]],
            "drop" => null,
            _ => throw new InvalidOperationException(operation),
        });
    }

    // The bit of a leaf that is open, of one that is closed, or of none.
    private void EditBitmap(string which)
    {
        var bytes = File.ReadAllBytes(PathOf(ExportNames.Closed));
        var start = bytes.AsSpan().IndexOf((byte)'\n') + 1 + ClosedLeaves.SaltBytes;
        var leaves = Text("leaves/000000.jsonl").Split('\n').Where(line => line.Length > 0).ToList();
        var bit = which == "behind"
            ? (8 * (bytes.Length - start)) - 1
            : leaves.FindIndex(line => line.Contains("\"c\":", StringComparison.Ordinal) == (which == "closed"));
        bytes[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
        Write(ExportNames.Closed, bytes);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    // As the city would write it, with the city's key: what is inside must tell by itself that it is not true.
    private void Seal(Func<string, string> edit)
    {
        ExportManifest.TryParse(File.ReadAllBytes(PathOf("manifest.json")), out var manifest).Should().BeTrue();
        var names = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Where(name => name is not ("manifest.json" or "manifest.jws")).Order(StringComparer.Ordinal);
        var files = names.Select(name => (Name: name, Bytes: File.ReadAllBytes(PathOf(name))))
            .Select(file => new ExportedFile(file.Name, file.Bytes.Length, Sha256.Hash(file.Bytes)));
        var bytes = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString((manifest! with { Files = [.. files] }).ToBytes())));
        Write("manifest.json", bytes);
        if (ExportManifest.TryParse(bytes, out var edited))
        {
            Write("manifest.jws", ExportSignature.Sign(signer, edited));
        }
    }

    private static JsonArray Reversed(string manifest) =>
        new([.. JsonNode.Parse(manifest)!["files"]!.AsArray().Reverse().Select(file => file!.DeepClone())]);

    private string FileOf(string name) => name.EndsWith('/')
        ? Path.GetRelativePath(folder, Directory.GetFiles(PathOf(name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First())
        : name;

    private string Text(string name) => File.ReadAllText(PathOf(name));

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[]? content)
    {
        var path = PathOf(name);
        before.TryAdd(name, File.Exists(path) ? File.ReadAllBytes(path) : null);
        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
