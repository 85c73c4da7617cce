using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// A server of pages for residents, enrolled like any organisation, with the role of a web host and no other. It carries residents' sessions;
/// by itself it can read the public catalogue and begin a sign-in, and nothing else. One per process; safe for parallel calls.
/// </summary>
public sealed class WebHost : IDisposable
{
    private const int SecretSize = 32;

    private readonly IdentityFolder _folder;
    private readonly TimeProvider _clock;
    private readonly SealedKeyFile _keys;
    private readonly OrganizationIdentity _identity;
    private readonly SecureChannel _channel;
    private readonly SecureChannel _open;
    private readonly SessionService.SessionServiceClient _sessions;
    private readonly StaffService.StaffServiceClient _staff;
    private readonly HistoryFollowing _following;

    /// <summary>Opens the enrolled identity; connects at the first call.</summary>
    /// <param name="options">Checked here, as a whole.</param>
    /// <param name="clock">Gives every time this host uses; the machine's by default.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong; the message says what to change.</exception>
    /// <exception cref="PdsException"><see cref="LocalReasons.IdentityRefused"/> or <see cref="LocalReasons.PinnedFactChanged"/>.</exception>
    public WebHost(PdsClientOptions options, TimeProvider? clock = null)
    {
        PdsClientOptionsValidator.Require(options);
        _clock = clock ?? TimeProvider.System;
        _folder = new IdentityFolder(options.IdentityFolder);
        var root = CityFacts.ReadRoot(options.CityCaFile);
        _keys = _folder.OpenKeys(options.Passphrase);
        _identity = _folder.Open(_keys, root, options.LogKey);
        var proofs = new CallProofs(_identity.CallKey, _identity.OrganizationId, _identity.City.Origin, _clock);
        _channel = SecureChannel.Open(options.Address!, root, _identity, proofs, RetryPolicies.From(options), options.CallTimeout);
        _open = SecureChannel.Open(options.Address!, root, null, null, RetryPolicies.From(options), options.CallTimeout);
        _sessions = new(_channel.Invoker);
        _staff = new(_channel.Invoker);
        _following = new(new(_channel.Invoker));
        Catalogue = new PublicCatalogue(_open.Invoker);
        Verifier = new OfflineVerifier(_identity.City.Log, _identity.City.Root);
    }

    /// <summary>Our id (<c>org_…</c>).</summary>
    public string OrganizationId => _identity.OrganizationId;

    /// <summary>The ledger's origin, pinned at enrolment.</summary>
    public string Origin => _identity.City.Origin;

    /// <summary>Datasets and purposes, as anybody reads them.</summary>
    public PublicCatalogue Catalogue { get; }

    /// <summary>Checks receipts and proofs, with the facts pinned at enrolment and no network.</summary>
    public OfflineVerifier Verifier { get; }

    /// <summary>Opens an enrolled host.</summary>
    public static Task<WebHost> OpenAsync(PdsClientOptions options, TimeProvider? clock = null, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<WebHost>(cancellationToken) : Task.FromResult(new WebHost(options, clock));

    /// <summary>Opens the host, enrolling first when it is not enrolled yet: what it does at its start.</summary>
    /// <param name="options">Checked here, as a whole.</param>
    /// <param name="enrollmentCode">Asked for the one-time code at the first start only.</param>
    /// <param name="clock">Gives every time this host uses; the machine's by default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<WebHost> OpenOrEnrollAsync(
        PdsClientOptions options, Func<string> enrollmentCode, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        PdsClientOptionsValidator.Require(options);
        ArgumentNullException.ThrowIfNull(enrollmentCode);
        if (!new IdentityFolder(options.IdentityFolder).IsEnrolled)
        {
            await Enrollment.RunAsync(options, enrollmentCode(), cancellationToken).ConfigureAwait(false);
        }

        var host = await OpenAsync(options, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            await host.RenewCertificateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PdsException)
        {
            // The present certificate counts until its end, and the next start asks again: a city that cannot renew now stops nobody from starting.
        }

        return host;
    }

    /// <summary>
    /// Renews our certificate if it is in the last two months of its year, and goes on under the new one; otherwise asks nobody. Sessions are bound to the
    /// certificate they were made under, so that everybody signs in again then.
    /// </summary>
    /// <exception cref="PdsException">The server's reason; the present certificate goes on counting until its end.</exception>
    public Task RenewCertificateAsync(CancellationToken cancellationToken = default) =>
        Enrollment.RenewAsync(_folder, _identity, _channel, _clock, cancellationToken);

    /// <summary>Begins a sign-in or the registration of a passkey: a challenge, good once, for 10 minutes, for this host.</summary>
    public Task<StartSignInResponse> StartSignInAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("StartSignIn", null, () => _sessions.StartSignInAsync(new StartSignInRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Ends a sign-in at the identity provider.</summary>
    /// <param name="challenge">From <see cref="StartSignInAsync"/>; the token's <c>nonce</c>.</param>
    /// <param name="idToken">As the provider signed it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PdsException"><c>IDENTITY_NOT_LINKED</c>: it is her first visit, go on with <see cref="LinkIdentityAsync"/> and the same challenge and token.</exception>
    public Task<ResidentSession> SignInAsync(string challenge, string idToken, CancellationToken cancellationToken = default) =>
        SignInAsync(new CreateSessionRequest { Challenge = challenge, IdToken = idToken }, cancellationToken);

    /// <summary>Ends a sign-in with a passkey.</summary>
    /// <param name="challenge">From <see cref="StartSignInAsync"/>.</param>
    /// <param name="assertion">What the browser returned.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ResidentSession> SignInWithPasskeyAsync(string challenge, PasskeyAssertion assertion, CancellationToken cancellationToken = default) =>
        SignInAsync(new CreateSessionRequest { Challenge = challenge, PasskeyAssertion = assertion }, cancellationToken);

    /// <summary>Ends a sign-in with a letter's code. In such a session values come masked, and what starts something is refused with <c>STEP_UP_REQUIRED</c>.</summary>
    /// <param name="challenge">From <see cref="StartSignInAsync"/>; used up by a wrong code too.</param>
    /// <param name="residentNumber">Her number, 10 digits.</param>
    /// <param name="code">The letter's code, 16 digits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PdsException">
    /// <c>LETTER_NOT_ACCEPTED</c>, whether there is a letter or not; <c>INVALID_ARGUMENT</c> for a number or code whose check digit is wrong, which is no try.
    /// </exception>
    public Task<ResidentSession> SignInWithLetterAsync(string challenge, string residentNumber, string code, CancellationToken cancellationToken = default) =>
        SignInAsync(new CreateSessionRequest { Challenge = challenge, Letter = new LetterFactor { ResidentNumber = residentNumber, Code = code } }, cancellationToken);

    /// <summary>On the first visit: ties her identity to the vault of the one-time code from the counter, and signs her in.</summary>
    public async Task<ResidentSession> LinkIdentityAsync(
        string deviceCode, string idToken, string challenge, CancellationToken cancellationToken = default)
    {
        var request = new LinkIdentityRequest { DeviceCode = deviceCode, IdToken = idToken, Challenge = challenge };
        var answer = await Call.RunAsync("LinkIdentity", null, () => _sessions.LinkIdentityAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return new ResidentSession(answer.SessionSecret, _identity.City, _channel.Invoker, _open.Invoker, _following, answer.Session);
    }

    /// <summary>A session made before, by its secret; asks nothing until its first call.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="mandate">The mandate (<c>mdt_…</c>) under which everything but <see cref="ResidentSession.Mandates"/> acts for somebody; null for none.</param>
    /// <param name="residentId">Whose it is, as the sign-in answered (<see cref="ResidentSession.Facts"/>); null to ask when it is needed.</param>
    /// <exception cref="PdsException"><c>SESSION_NOT_ACCEPTED</c>: it is no secret of any session, so it is not even sent.</exception>
    public ResidentSession OpenSession(string secret, string? mandate = null, string? residentId = null) =>
        new(Formed(secret), _identity.City, _channel.Invoker, _open.Invoker, _following, mandate: mandate, residentId: residentId);

    /// <summary>Begins a sign-in of staff: a challenge, good once, for 10 minutes, for this host, and for no resident's sign-in.</summary>
    public Task<StartStaffSignInResponse> StartStaffSignInAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("StartStaffSignIn", null, () => _staff.StartStaffSignInAsync(new StartStaffSignInRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Ends a sign-in of staff at the identity provider.</summary>
    /// <param name="challenge">From <see cref="StartStaffSignInAsync"/>; the token's <c>nonce</c>.</param>
    /// <param name="idToken">As the provider signed it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PdsException"><c>IDENTITY_NOT_LINKED</c>: it is her first time, go on with <see cref="LinkStaffAsync"/> and the same challenge and token.</exception>
    public async Task<StaffSession> SignInStaffAsync(string challenge, string idToken, CancellationToken cancellationToken = default)
    {
        var request = new CreateStaffSessionRequest { Challenge = challenge, IdToken = idToken };
        return StaffSessionOf(await Call.RunAsync("CreateStaffSession", null, () => _staff.CreateStaffSessionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The first time: ties her identity to the person of the one-time code, and signs her in.</summary>
    public async Task<StaffSession> LinkStaffAsync(string linkCode, string idToken, string challenge, CancellationToken cancellationToken = default)
    {
        var request = new LinkStaffRequest { LinkCode = linkCode, IdToken = idToken, Challenge = challenge };
        return StaffSessionOf(await Call.RunAsync("LinkStaff", null, () => _staff.LinkStaffAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A session of staff made before, by its secret; asks nothing until its first call.</summary>
    /// <exception cref="PdsException"><c>SESSION_NOT_ACCEPTED</c>: it is no secret of any session, so it is not even sent.</exception>
    public StaffSession OpenStaffSession(string secret) => new(Formed(secret), _identity.City, _channel.Invoker, _open.Invoker);

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _open.Dispose();
        _identity.Dispose();
        _keys.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(WebHost);

    private static string Formed(string secret) => Base64Url.TryDecode(secret, out var bytes) && bytes.Length == SecretSize
        ? secret
        : throw new PdsException("SESSION_NOT_ACCEPTED", "サインインの時間が終わりました。もう一度サインインしてください。");

    private StaffSession StaffSessionOf(CreateStaffSessionResponse made) => 
        new(made.SessionSecret, _identity.City, _channel.Invoker, _open.Invoker, made.Staff);

    private async Task<ResidentSession> SignInAsync(CreateSessionRequest request, CancellationToken cancellationToken)
    {
        var answer = await Call.RunAsync("CreateSession", null, () => _sessions.CreateSessionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return new ResidentSession(answer.SessionSecret, _identity.City, _channel.Invoker, _open.Invoker, _following, answer.Session);
    }
}
