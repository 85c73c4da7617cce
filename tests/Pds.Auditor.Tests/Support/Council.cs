using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>Three witnesses as processes of their own, and the policy that two of them are enough.</summary>
internal sealed class Council : IAsyncDisposable
{
    private static readonly string[] Names = ["chamber", "welfare", "university"];

    private readonly TemporaryDirectory folder = new();
    private readonly string logKey;
    private readonly WitnessProcess?[] witnesses = new WitnessProcess?[Names.Length];
    private readonly int[] ports = new int[Names.Length];

    private Council(string logKey) => this.logKey = logKey;

    public string PolicyFile => folder["policy"];

    public LogPolicy Policy { get; private set; } = null!;

    public static async Task<Council> OpenAsync(string logKey)
    {
        var council = new Council(logKey);
        var lines = $"log {logKey}\n";
        for (var i = 0; i < Names.Length; i++)
        {
            Directory.CreateDirectory(council.folder[Names[i]]);
            var key = await WitnessProcess.MakeKeyAsync(council.folder[Names[i]], $"{Names[i]}.example/w");
            await council.StartAsync(i);
            lines += $"witness {Names[i]} {key} http://127.0.0.1:{council.ports[i]}/\n";
        }

        lines += "group council 2 " + string.Join(' ', Names) + "\nquorum council\n";
        await File.WriteAllTextAsync(council.PolicyFile, lines);
        LogPolicy.TryParse(lines, out var policy, out var defect).Should().BeTrue(defect?.ToString());
        council.Policy = policy!;
        return council;
    }

    public async Task StartAsync(params int[] which)
    {
        foreach (var i in which)
        {
            witnesses[i] = await WitnessProcess.StartAsync(folder[Names[i]], logKey, ports[i]);
            ports[i] = witnesses[i]!.Address.Port;
        }
    }

    public async Task KillAsync(params int[] which)
    {
        foreach (var i in which)
        {
            await witnesses[i]!.DisposeAsync();
            witnesses[i] = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var witness in witnesses.OfType<WitnessProcess>())
        {
            await witness.DisposeAsync();
        }

        folder.Dispose();
    }
}
