using System.Diagnostics;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pds.Consent;
using Pds.Consent.Tests.Receipts;
using Pds.Cryptography;

namespace Pds.Benchmarks;

/// <summary>The pieces of a call, each beside the bare primitive under it.</summary>
internal static class Parts
{
    public static int Run()
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "pds-benchmarks"));
        BenchmarkRunner.Run([typeof(Sealing), typeof(Receipts)], config);
        return 0;
    }

    /// <summary>AES-256-GCM sealings a second on one core, one key and one object, as a floor for everything that seals.</summary>
    public static double SealsPerSecond(int bytes)
    {
        using var cipher = new AesGcm(RandomNumberGenerator.GetBytes(32), 16);
        byte[] nonce = new byte[12], plain = new byte[bytes], sealedBytes = new byte[bytes], tag = new byte[16];
        var watch = Stopwatch.StartNew();
        long count = 0;
        while (watch.ElapsedMilliseconds < 1000)
        {
            RandomNumberGenerator.Fill(nonce);
            cipher.Encrypt(nonce, plain, sealedBytes, tag);
            count++;
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}

/// <summary>Seal and open, beside the bare cipher with a fresh random nonce and its key already scheduled.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByParams)]
public class Sealing
{
    private readonly SecretBytes key = SecretBytes.Random(32);
    private readonly HpkePrivateKey recipient = HpkePrivateKey.Create();
    private readonly AesGcm bare = new(RandomNumberGenerator.GetBytes(32), 16);
    private readonly byte[] nonce = new byte[12];
    private readonly byte[] tag = new byte[16];
    private byte[] plain = [], output = [], sealedBytes = [], delivered = [];

    [Params(1_000, 100_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (plain, output) = (RandomSource.Bytes(Bytes), new byte[Bytes]);
        (sealedBytes, delivered) = (Seal.Close(key, "context"u8, plain), recipient.PublicKey.Seal([], [], plain));
    }

    [Benchmark(Baseline = true)]
    public void Bare_cipher()
    {
        RandomNumberGenerator.Fill(nonce);
        bare.Encrypt(nonce, plain, output, tag);
    }

    [Benchmark]
    public byte[] Seal_a_cell() => Seal.Close(key, "context"u8, plain);

    [Benchmark]
    public bool Open_a_cell() => Seal.TryOpen(key, "context"u8, sealedBytes, out _);

    [Benchmark]
    public byte[] Seal_to_a_recipient() => recipient.PublicKey.Seal([], [], plain);

    [Benchmark]
    public bool Open_as_the_recipient() => recipient.TryOpen([], [], delivered, out _);
}

/// <summary>Receipt and call proof together, as the gate and the SDK check them, beside the two bare signature checks in them.</summary>
public class Receipts
{
    private readonly ReceiptWorld world = new();
    private readonly byte[] message = RandomSource.Bytes(1500);
    private readonly Es256Key key = Es256Key.Create();
    private byte[] signature = [];
    private string receipt = "", presentation = "";

    [GlobalSetup]
    public void Setup()
    {
        signature = key.Sign(message);
        receipt = world.Issue();
        presentation = world.Present(ReceiptWorld.Parse(receipt));
    }

    [Benchmark(Baseline = true)]
    public bool Two_bare_signature_checks() => key.PublicKey.Verify(message, signature) & key.PublicKey.Verify(message, signature);

    [Benchmark]
    public bool Presentation_as_the_gate_checks_it() =>
        ReceiptPresentation.TryParse(presentation, out var parsed) && parsed.Receipt.IsSignedBy(world.Trust) && parsed.IsHeldBy(world.Hospital.PublicKey)
        && parsed.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, Pds.Cryptography.Sha256.Hash("request"u8));

    [Benchmark]
    public bool Receipt_as_an_auditor_checks_it() => world.Verifier.Verify(receipt, ReceiptWorld.Now) is ReceiptVerification<Receipt>.Valid;
}
