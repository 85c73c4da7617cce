using System.Text;

namespace Quickstart;

/// <summary>The voice of the walk: plain Japanese, one thought a line, the same with and without colours.</summary>
internal static class Say
{
    private static int _step;

    public static void Title(string text)
    {
        Console.OutputEncoding = Encoding.UTF8;
        Console.WriteLine();
        Console.WriteLine("  " + text);
        Console.WriteLine("  " + new string('─', 60));
    }

    public static void Step(int steps, string text)
    {
        Console.WriteLine();
        Console.WriteLine($"[{++_step}/{steps}] {text}");
    }

    public static void Line(string text) => Console.WriteLine("      " + text);

    public static void Check(int number, string text) => Console.WriteLine($"      ✓ {number,2} {text}");

    public static void Surprise(string text) => Console.Error.WriteLine("思わぬことが起きました: " + text);
}
