using System.Diagnostics.CodeAnalysis;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pds.Auditor.Reports.Pia;

/// <summary>
/// Reads the part of YAML 1.2 that says one thing in one way: texts, lists and mappings. Anchors and aliases (which can make a small file
/// a large one), tags, second documents and keys that come twice are refused with their line, and so is anything too large or too deep.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>The longest file, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxTextChars = 10_000, MaxItems = 2_000, MaxDepth = 6;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Parser parser;
    private PiaFault? fault;
    private int items;

    private YamlTree(string text) => parser = new Parser(new StringReader(text));

    /// <summary>Reads a file; false with the first fault.</summary>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out YamlItem.Map? root, [NotNullWhen(false)] out PiaFault? fault)
    {
        (root, fault) = (null, null);
        if (bytes.Length > MaxBytes)
        {
            fault = new PiaFault("too-large", 1);
            return false;
        }

        try
        {
            var tree = new YamlTree(Strict.GetString(bytes));
            root = tree.ReadDocument();
            fault = root is null ? tree.fault ?? new PiaFault("no-map", 1) : null;
        }
        catch (DecoderFallbackException)
        {
            fault = new PiaFault("not-utf8", 1);
        }
        catch (YamlException broken)
        {
            (root, fault) = (null, new PiaFault("not-yaml", broken.End.Line));
        }

        return fault is null;
    }

    private YamlItem.Map? ReadDocument()
    {
        parser.MoveNext();
        if (!parser.MoveNext() || parser.Current is not DocumentStart || !parser.MoveNext() || Read(0) is not YamlItem.Map map)
        {
            return null;
        }

        parser.MoveNext();
        return parser.Current is StreamEnd ? map : Fail<YamlItem.Map>("second-document");
    }

    // Reads what begins at the current event, and leaves the event behind its end current.
    private YamlItem? Read(int depth)
    {
        var at = parser.Current!;
        if (++items > MaxItems || depth > MaxDepth)
        {
            return Fail<YamlItem>("too-large");
        }

        if (at is AnchorAlias || at is NodeEvent { Anchor.IsEmpty: false })
        {
            return Fail<YamlItem>("anchor");
        }

        if (at is NodeEvent { Tag.IsEmpty: false })
        {
            return Fail<YamlItem>("tag");
        }

        return at switch
        {
            Scalar scalar => ReadText(scalar),
            SequenceStart => ReadList(at.Start.Line, depth),
            MappingStart => ReadMap(at.Start.Line, depth),
            _ => Fail<YamlItem>("not-yaml"),
        };
    }

    private YamlItem.Text? ReadText(Scalar scalar)
    {
        if (scalar.Value.Length > MaxTextChars)
        {
            return Fail<YamlItem.Text>("text-too-long");
        }

        parser.MoveNext();
        return new YamlItem.Text(scalar.Start.Line, scalar.Value);
    }

    private YamlItem.List? ReadList(long line, int depth)
    {
        var read = new List<YamlItem>();
        parser.MoveNext();
        while (parser.Current is not SequenceEnd)
        {
            if (Read(depth + 1) is not { } item)
            {
                return null;
            }

            read.Add(item);
        }

        parser.MoveNext();
        return new YamlItem.List(line, read);
    }

    private YamlItem.Map? ReadMap(long line, int depth)
    {
        var read = new Dictionary<string, YamlItem>(StringComparer.Ordinal);
        parser.MoveNext();
        while (parser.Current is not MappingEnd)
        {
            if (Read(depth + 1) is not YamlItem.Text key)
            {
                return Fail<YamlItem.Map>("key");
            }

            if (Read(depth + 1) is not { } value)
            {
                return null;
            }

            if (!read.TryAdd(key.Value, value))
            {
                fault ??= new PiaFault("twice", key.Line, key.Value);
                return null;
            }
        }

        parser.MoveNext();
        return new YamlItem.Map(line, read);
    }

    private T? Fail<T>(string key)
        where T : YamlItem
    {
        fault ??= new PiaFault(key, parser.Current?.Start.Line ?? 1);
        return null;
    }
}
