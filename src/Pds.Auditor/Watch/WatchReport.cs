using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>Results as people read them: findings on standard error, the rest on standard output.</summary>
internal static class WatchReport
{
    /// <summary>Prints a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="left">What the one view is called.</param>
    /// <param name="right">What the other view is called.</param>
    public static void Print(WatchResult result, string left, string right)
    {
        switch (result)
        {
            case WatchResult.Sound sound:
                Console.WriteLine(
                    $"健全 / sound      {sound.Checkpoint.Origin} 大きさ / size {sound.Before} -> {sound.Checkpoint.Size} root {Convert.ToBase64String(sound.Checkpoint.Root)}");
                break;
            case WatchResult.Unknown unknown:
                Console.Error.WriteLine($"確かめられません / not known  {unknown.Reason}");
                break;
            case WatchResult.Forged forged:
                Console.Error.WriteLine($"警報 / ALARM      署名やハッシュが合いません。/ What is shown does not verify. {forged.Reason}");
                break;
            case WatchResult.Parted parted:
                PrintParted(parted, left, right);
                break;
        }
    }

    private static void PrintParted(WatchResult.Parted parted, string left, string right)
    {
        Console.Error.WriteLine(parted.IsRollback
            ? "警報 / ALARM      記録が短くなりました。/ The log went back: entries that were published are gone."
            : "警報 / ALARM      同じ記録に、二つの歴史があります。/ The log signed two histories.");
        Console.Error.WriteLine($"  {left,-12} {Describe(parted.Known)}");
        Console.Error.WriteLine($"  {right,-12} {Describe(parted.Other)}");
        if (parted.Fork is { } fork)
        {
            Console.Error.WriteLine($"  分かれ目 / fork point: leaf {fork.Index}");
            Console.Error.WriteLine($"  {left,-12} leaf hash {Convert.ToHexStringLower(fork.Left)}");
            Console.Error.WriteLine($"  {right,-12} leaf hash {Convert.ToHexStringLower(fork.Right)}");
        }
        else if (parted.Untold is { } reason)
        {
            Console.Error.WriteLine($"  分かれ目は不明 / the fork point cannot be told: {reason}");
        }
    }

    private static string Describe(Checkpoint checkpoint) => $"size {checkpoint.Size} root {Convert.ToBase64String(checkpoint.Root)}";
}
