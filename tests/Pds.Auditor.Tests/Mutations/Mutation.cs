namespace Pds.Auditor.Tests.Mutations;

/// <summary>One line of the list.</summary>
/// <param name="Sealed">The manifest is made and signed again afterwards, as an operator would who holds the city's key.</param>
/// <param name="Target">What is changed, parts joined by colons.</param>
/// <param name="Operation">How.</param>
/// <param name="Check">The check that must report it.</param>
internal sealed record Mutation(bool Sealed, string Target, string Operation, string Check)
{
    /// <summary>The whole list.</summary>
    public static IReadOnlyList<Mutation> All { get; } = Load();

    /// <summary>The kind of target.</summary>
    public string Kind => Target.Split(':')[0];

    /// <summary>A part of the target after its kind.</summary>
    public string Part(int number) => Target.Split(':')[number];

    private static List<Mutation> Load()
    {
        using var text = new StreamReader(typeof(Mutation).Assembly.GetManifestResourceStream("mutations.txt")!);
        return [.. text.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '))
            .Select(words => new Mutation(words[0] == "sealed", words[1], words[2], words[3]))];
    }
}
