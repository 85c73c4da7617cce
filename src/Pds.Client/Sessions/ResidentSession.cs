using Grpc.Core;
using Grpc.Core.Interceptors;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;
using Evidence = Pds.Protocol.V1.Evidence;
using Passkey = Pds.Protocol.V1.Passkey;

namespace Pds.Client;

/// <summary>
/// A resident's session through a web host: everything she can do, and nothing the host can do without her. It lives 20 minutes without use
/// and 12 hours at most; then each call is refused with <c>SESSION_NOT_ACCEPTED</c>. Granting and resuming ask for a fresh sign-in over
/// exactly what is agreed to (<see cref="Sitting"/>); declining, pausing and withdrawing never do.
/// </summary>
public sealed class ResidentSession : ResidentCalls
{
    /// <summary>How many entries a first reading takes.</summary>
    public const int MostAtFirst = 500;

    private readonly SessionService.SessionServiceClient _sessions;
    private readonly string _origin;
    private readonly HistoryFollowing _following;
    private string? _residentId;

    internal ResidentSession(
        string secret, CityFacts city, CallInvoker host, CallInvoker anyone, HistoryFollowing following, Session? facts = null, string? mandate = null, string? residentId = null)
        : base(city, host.Intercept(new SessionMetadata(SessionMetadata.Header, secret, mandate)), anyone)
    {
        (Secret, Facts, Mandate, _origin, _residentId) = (secret, facts, mandate, city.Origin, facts?.ResidentId ?? residentId);
        _following = following;
        var own = host.Intercept(new SessionMetadata(SessionMetadata.Header, secret));
        _sessions = new(own);
        Mandates = new MandateCalls(own);
    }

    /// <summary>The mandate under which this acts for somebody; null when as oneself.</summary>
    public string? Mandate { get; }

    /// <summary>Who helps her and whom she helps: always as oneself, under whatever mandate the rest acts.</summary>
    public MandateCalls Mandates { get; }

    /// <summary>What the host keeps for the resident's browser, 43 characters. Nobody without the host's certificate and key can use it.</summary>
    public string Secret { get; }

    /// <summary>The session as the sign-in answered it; null for one opened from its secret.</summary>
    public Session? Facts { get; }

    /// <summary>The documents of one sitting, for one fresh sign-in.</summary>
    public Sitting SittingOf(IReadOnlyList<ShownDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return new Sitting(documents.Select(document => document.Digest));
    }

    /// <summary>The resuming of one paused consent, as it was read, for one fresh sign-in.</summary>
    /// <param name="consent">As read.</param>
    /// <param name="challenge">From <see cref="WebHost.StartSignInAsync"/>: makes the evidence good for ten minutes and once.</param>
    public Sitting SittingOfResume(ConsentItem consent, string challenge)
    {
        ArgumentNullException.ThrowIfNull(consent);
        _ = GrantId.TryParse(consent.GrantId, out var grant);
        return new Sitting([Sha256.Hash(ActDocument.Resume(_origin, grant, consent.Etag, challenge))]);
    }

    /// <summary>The erasing of everything, by exactly the document shown, for one fresh sign-in.</summary>
    public Sitting SittingOfErasure(ShownErasure document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new Sitting([document.Digest]);
    }

    /// <summary>
    /// Has everything held about her destroyed, by exactly the document shown. There is no way back, and this session ends with it. Keep the answer: it
    /// proves the order, and nobody can ask for it again.
    /// </summary>
    /// <param name="document">As shown last.</param>
    /// <param name="evidence">Over <see cref="SittingOfErasure"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<EraseResidentResponse> EraseAsync(ShownErasure document, Evidence evidence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        return EraseAsync(document, evidence, null, cancellationToken);
    }

    /// <summary>The registering of one new passkey, for one fresh sign-in or one answer of a passkey she has already.</summary>
    /// <param name="challenge">From <see cref="WebHost.StartSignInAsync"/>; what the new key was made for.</param>
    /// <param name="rpId">For whom it will answer, from there too.</param>
    /// <param name="authenticatorData">What the browser returned beside the attestation (<c>getAuthenticatorData()</c>): it holds the new key.</param>
    /// <exception cref="PdsException"><c>PASSKEY_NOT_ACCEPTED</c>: it holds no ES256 key.</exception>
    public Sitting SittingOfPasskey(string challenge, string rpId, ReadOnlySpan<byte> authenticatorData) =>
        AuthenticatorData.TryParse(authenticatorData, out var data) && data.Key is { } key
            ? new Sitting([Sha256.Hash(ActDocument.RegisterPasskey(_origin, key.Jkt, rpId, challenge))])
            : throw new PdsException("PASSKEY_NOT_ACCEPTED", "パスキーを確認できませんでした。");

    /// <summary>What the identity provider (as nonce) or a passkey must answer for these documents, base64url.</summary>
    public string ConsentSetChallenge(IReadOnlyList<ShownDocument> documents) => SittingOf(documents).Challenge;

    /// <summary>Says yes to each of these documents, one after the other.</summary>
    /// <param name="documents">As shown, all of the sitting that the evidence is over or some of it.</param>
    /// <param name="evidence">From <see cref="Sitting.WithIdToken"/> or <see cref="Sitting.WithPasskey"/>.</param>
    /// <param name="cancellationToken">Stops before the next document.</param>
    /// <returns>What became of each, in the same order. A refusal of one holds up no other.</returns>
    public async Task<IReadOnlyList<GrantedDocument>> GrantAsync(
        IReadOnlyList<ShownDocument> documents, Evidence evidence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var answers = new List<GrantedDocument>();
        foreach (var document in documents)
        {
            try
            {
                answers.Add(new GrantedDocument(document, await GrantAsync(document, evidence, null, cancellationToken).ConfigureAwait(false), null));
            }
            catch (PdsException refused)
            {
                answers.Add(new GrantedDocument(document, null, refused));
            }
        }

        return answers;
    }

    /// <summary>Lets a paused consent go on.</summary>
    /// <param name="consent">As read.</param>
    /// <param name="challenge">What <see cref="SittingOfResume"/> was made with.</param>
    /// <param name="evidence">Over <see cref="SittingOfResume"/>.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ConsentActResponse> ResumeAsync(
        ConsentItem consent, string challenge, Evidence evidence, string? requestId = null, CancellationToken cancellationToken = default) =>
        ResumeAsync(consent, new ResumeRequest { Evidence = evidence, Challenge = challenge }, requestId, cancellationToken);

    /// <summary>Taking everything away, for one fresh sign-in.</summary>
    /// <param name="challenge">From <see cref="WebHost.StartSignInAsync"/>: makes the evidence good for ten minutes and once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Sitting> SittingOfTakeAwayAsync(string challenge, CancellationToken cancellationToken = default)
    {
        _ = ResidentId.TryParse(await ResidentIdAsync(cancellationToken).ConfigureAwait(false), out var resident);
        return new Sitting([Sha256.Hash(ActDocument.TakeAway(_origin, resident, challenge))]);
    }

    /// <summary>
    /// Everything held about her as one ZIP, piece by piece; entered in her history before the first piece comes. Write the pieces one after the other;
    /// nothing of it is kept at the city, so a download that broke off needs a fresh sign-in.
    /// </summary>
    /// <param name="challenge">What <see cref="SittingOfTakeAwayAsync"/> was made with.</param>
    /// <param name="evidence">Over <see cref="SittingOfTakeAwayAsync"/>.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> TakeAwayAsync(string challenge, Evidence evidence, CancellationToken cancellationToken = default) =>
        TakeAwayAsync(new ExportOwnDataRequest { Challenge = challenge, Evidence = evidence }, cancellationToken);

    /// <summary>
    /// Reads on in her own history: asks the city what was entered since, together with whatever other sessions of this host ask at that moment. Each new entry must
    /// follow the one before it, so that a history that was told otherwise before is found out here.
    /// </summary>
    /// <param name="known">As far as it was read; null to begin, with the newest <see cref="MostAtFirst"/> entries.</param>
    /// <param name="whole">Whether it is to be read from its first entry on.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns><paramref name="known"/> itself when nothing is new.</returns>
    /// <exception cref="PdsException">
    /// SESSION_NOT_ACCEPTED; OUTSIDE_MANDATE while acting for somebody; <see cref="LocalReasons.LedgerEvidenceRefused"/> when what is shown does not go on from what
    /// was shown.
    /// </exception>
    public async Task<KnownHistory> ReadOnAsync(KnownHistory? known = null, bool whole = false, CancellationToken cancellationToken = default)
    {
        var chain = await ChainNameAsync(cancellationToken).ConfigureAwait(false);
        if (known is null || (whole && !known.IsWhole))
        {
            var size = (await _following.AskAsync(Secret, -1, cancellationToken).ConfigureAwait(false)).Size;
            var first = whole ? 0 : Math.Max(0, size - MostAtFirst);
            return new KnownHistory(await ListHistoryAsync(null, first, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        var news = await _following.AskAsync(Secret, known.Next, cancellationToken).ConfigureAwait(false);
        if (news.Size == known.Next && news.Entries.Count == 0)
        {
            return known;
        }

        var entries = new List<HistoryEntry>(known.Entries.Count + news.Entries.Count);
        entries.AddRange(known.Entries);
        foreach (var shown in news.Entries)
        {
            entries.Add(Follow(chain, entries.Count == 0 ? null : entries[^1], entries.Count == 0 ? 0 : entries[^1].Seq + 1, shown));
        }

        var next = entries.Count == 0 ? 0 : entries[^1].Seq + 1;
        if (next < news.Size)
        {
            entries.AddRange(await ListHistoryAsync(entries.Count == 0 ? null : entries[^1], next, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return next > news.Size ? throw new PdsException(LocalReasons.LedgerEvidenceRefused, "記録が、前より短くなっています。") : new KnownHistory(entries);
    }

    /// <summary>Ends this session.</summary>
    public Task EndAsync(CancellationToken cancellationToken = default) => EndAsync("", cancellationToken);

    /// <summary>Ends another session of hers.</summary>
    public Task EndAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("EndSession", null, () => _sessions.EndSessionAsync(new EndSessionRequest { SessionId = sessionId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Signs out everywhere: ends every session of hers on every host.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAllAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("EndAllSessions", null, () => _sessions.EndAllSessionsAsync(new EndAllSessionsRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Sessions;

    /// <summary>Her living sessions, oldest first.</summary>
    public async Task<IReadOnlyList<Session>> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListSessions", null, () => _sessions.ListSessionsAsync(new ListSessionsRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Sessions;

    /// <summary>Registers a passkey, on evidence over its key.</summary>
    /// <param name="challenge">From <see cref="WebHost.StartSignInAsync"/>; what the browser was given.</param>
    /// <param name="attestation">What the browser returned.</param>
    /// <param name="evidence">Over <see cref="SittingOfPasskey"/>.</param>
    /// <param name="name">What she calls it, at most 40 characters; may be empty.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Passkey> RegisterPasskeyAsync(
        string challenge, PasskeyAttestation attestation, Evidence evidence, string name = "", string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RegisterPasskeyRequest { Challenge = challenge, Attestation = attestation, Evidence = evidence, Name = name, RequestId = RequestIds.OrNew(requestId) };
        return (await Call.RunAsync("RegisterPasskey", null, () => _sessions.RegisterPasskeyAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Passkey;
    }

    /// <summary>Her passkeys, oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListPasskeysAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListPasskeys", null, () => _sessions.ListPasskeysAsync(new ListPasskeysRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Passkeys;

    /// <summary>Ends a passkey: it neither signs in nor agrees to anything from then on.</summary>
    public Task RemovePasskeyAsync(string passkeyId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RemovePasskeyRequest { PasskeyId = passkeyId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("RemovePasskey", null, () => _sessions.RemovePasskeyAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ResidentSession);

    // A session opened from its secret does not know whose it is before it asks. Under a mandate it never does: the other's id is not told, and a history
    // checked under a wrong name would look like a lie.
    private protected override async ValueTask<string> ResidentIdAsync(CancellationToken cancellationToken) => Mandate is not null
        ? throw new PdsException("OUTSIDE_MANDATE", "代わりにしてよいことに、入っていません。")
        : _residentId ??= (await ListSessionsAsync(cancellationToken).ConfigureAwait(false))[0].ResidentId;
}
