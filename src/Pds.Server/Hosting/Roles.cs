using Pds.Consent;
using Pds.Cryptography;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.FirstRun;
using Pds.Server.Identity;
using Pds.Server.Mapping;
using Pds.Server.Witnessing;
using Pds.Storage;
using Pds.Vault;

namespace Pds.Server.Hosting;

/// <summary>
/// The four roles of DESIGN section 3 and what they hold, wired once, here. They live in one process now; each gets only its own handles, so
/// that they can part later.
/// <list type="table">
/// <item><term>custodian</term><description>K_root</description></item>
/// <item><term>gate</term><description>K_gate, the gate's HPKE key</description></item>
/// <item><term>recorder</term><description>K_ledger, K_index, the recorder's HPKE key, the store's only writer</description></item>
/// <item><term>log signer</term><description>the Ed25519 log key</description></item>
/// <item><term>front</term><description>K_pages, which seals page tokens and nothing at rest</description></item>
/// </list>
/// </summary>
internal sealed class Roles : IAsyncDisposable
{
    private readonly Stack<object> owned = new();

    private Roles()
    {
    }

    public required ServerOptions Options { get; init; }

    public required DataFolder Data { get; init; }

    public CertificateAuthority Authority { get; private set; } = null!;

    public ReceiptSigner Signer { get; private set; } = null!;

    public IReceiptTrust Trust { get; private set; } = null!;

    public CertificateTrust Clients { get; private set; } = null!;

    public Custodian Custodian { get; private set; } = null!;

    public Gate Gate { get; private set; } = null!;

    public Recorder Recorder { get; private set; } = null!;

    /// <summary>Whose cosignatures make a checkpoint count as cosigned; null without witnesses.</summary>
    public LogPolicy? WitnessPolicy { get; private set; }

    public MasterKey PageKey { get; private set; } = null!;

    public RefusalLog RefusalLog { get; private set; } = null!;

    public Refusals Refusals { get; private set; } = null!;

    public WithdrawalLatch Latch { get; } = new();

    public StatusNumbers StatusNumbers { get; private set; } = null!;

    public RequestData RequestData { get; private set; } = null!;

    /// <summary>Which identity provider; null without one.</summary>
    public IdentitySettings? IdentitySettings { get; private set; }

    /// <summary>Says whom the identity provider names; null without one.</summary>
    public IdentityProvider? Identity { get; private set; }

    /// <summary>For whom passkeys answer; null when they are not accepted.</summary>
    public PasskeyRules? Passkeys { get; private set; }

    /// <summary>Opens everything in order; what was opened is closed again when a later step refuses.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="development">Whether development keys are allowed.</param>
    /// <param name="wall">The wall clock.</param>
    /// <param name="decide">The gate's decision, for the tests that ask what keys alone hold back; null for the real one.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    public static async Task<Roles> OpenAsync(
        ServerOptions options, bool development, TimeProvider wall, Func<GateFacts, GateDecision>? decide, CancellationToken cancellationToken)
    {
        var roles = new Roles { Options = options, Data = new DataFolder(options.Data) };
        try
        {
            await roles.OpenAsync(development, wall, decide, cancellationToken).ConfigureAwait(false);
            return roles;
        }
        catch
        {
            await roles.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var one))
        {
            if (one is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                ((IDisposable)one).Dispose();
            }
        }
    }

    private async Task OpenAsync(bool development, TimeProvider wall, Func<GateFacts, GateDecision>? decide, CancellationToken cancellationToken)
    {
        var clock = new LedgerClock(wall);

        // The store is opened first because it holds the folder: two servers starting at once must not both make keys.
        var store = Own(SqliteLedgerStore.Open(new SqliteStoreOptions { Directory = Data.Root, Origin = Options.Origin }));
        var keys = Own(KeyRing.Open(Data, development, Options.PassphraseVariable));
        Authority = Own(CityAuthority.Open(keys, Data, Options.City, clock, firstRun: store.ReadState() is null or { Size: 0 }));
        Clients = new CertificateTrust(CertificatePurpose.Client, Authority.Certificate);
        Trust = new TrustedRoots(Authority.Certificate);
        Signer = CityAuthority.Signer(Own(keys.OpenEs256(KeyRing.Issuer)), Authority, Data, Options.Issuer, clock);
        PageKey = Own(keys.OpenMaster(KeyRing.Pages));

        Gate = Own(new Gate(Own(keys.OpenMaster(KeyRing.Gate)), Own(keys.OpenHpke(KeyRing.GateHpke)), null, Options.Origin));
        var log = Own(new LogSigner(Options.Origin, keys.OpenEd25519(KeyRing.Log)));
        WitnessPolicy = WitnessPolicyFile.Open(Options.WitnessPolicy, log.Verifier);
        await OldCopy.RefuseAsync(WitnessPolicy, Options, log.Verifier, store.ReadState()?.Size ?? 0, cancellationToken).ConfigureAwait(false);
        Recorder = Own(await Recorder.OpenAsync(
            new RecorderOptions
            {
                Origin = Options.Origin,
                PublishInterval = TimeSpan.FromSeconds(Options.PublishSeconds),
                RepublishLog = Options.RepublishLog,
                HeadsSeconds = Options.HeadsSeconds,
            },
            store,
            new RecorderKeys(keys.OpenMaster(KeyRing.Ledger), keys.OpenMaster(KeyRing.Index), keys.OpenHpke(KeyRing.RecorderHpke), Gate.PublicKey),
            log,
            clock,
            Data.Log,
            cancellationToken).ConfigureAwait(false));

        await ConfirmClockAsync(cancellationToken).ConfigureAwait(false);
        Custodian = new Custodian(Own(keys.OpenMaster(KeyRing.Root)), Recorder, Options.Origin);
        StatusNumbers = new StatusNumbers(await StatusRow.ReadNumbersAsync(Recorder.Rows, cancellationToken).ConfigureAwait(false));

        // Closed in the other order: what waits behind answers is counted, the counts are entered, and then the recorder closes.
        RefusalLog = Own(new RefusalLog(Recorder));
        Refusals = Own(new Refusals(RefusalLog, Recorder.Rows));
        RequestData = new RequestData(Recorder, Gate, Trust, Signer, Latch, DisclosureCallBytes.TryParse, Refusals, decide);
        IdentitySettings = IdentitySettings.Of(Options, Data, development);
        Identity = IdentitySettings is null ? null : Own(new IdentityProvider(IdentitySettings, Recorder));
        Passkeys = IdentitySettings.PasskeysOf(Options, development);
        await new MunicipalStart(Recorder, Data).RunAsync(cancellationToken).ConfigureAwait(false);
        await new PublishControls(Recorder).RunAsync(ControlsFile.Open(Options.Controls), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The date is asked for so that nobody confirms a clock unseen: an option left in a file is wrong the next day.</summary>
    private async Task ConfirmClockAsync(CancellationToken cancellationToken)
    {
        if (Options.ConfirmClock.Length == 0 || !Recorder.Clock.IsLeapUnconfirmed)
        {
            return;
        }

        var today = TokyoTime.DateOf(Recorder.Clock.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (Options.ConfirmClock != today)
        {
            throw new StartRefusedException(
                $"この機械の時計では今日は {today} ですが、--confirm-clock は {Options.ConfirmClock} です。時計を直すか、今日の日付を指定してください。\n"
                + $"This machine's clock says today is {today}, but --confirm-clock says {Options.ConfirmClock}. Set the clock, or name today's date.");
        }

        await Recorder.ConfirmClockAsync(cancellationToken).ConfigureAwait(false);
    }

    private T Own<T>(T one)
        where T : notnull
    {
        owned.Push(one);
        return one;
    }
}
