using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Somebody lets herself be chosen: a code to read out. A newer one takes the place of those before it. No act yet, so no entry.</summary>
public sealed class MakeMandateCode(Recorder recorder)
{
    /// <summary>Makes it. Refuses with INVALID_ARGUMENT, NOT_FOUND (no vault) or CONCURRENT_CHANGE.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="name">What she is called, 1 to 40 characters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be kept now.</exception>
    public async ValueTask<Outcome<NewMandateCode>> RunAsync(ResidentId actor, string name, CancellationToken cancellationToken = default)
    {
        if (!MandateWords.IsName(name))
        {
            return new Refusal(RefusalReason.InvalidArgument, "name");
        }

        var code = MandateCode.New();
        var kept = new MandateCode(actor, name, Instant.Truncate(recorder.Clock.GetUtcNow()) + MandateCode.Lifetime);
        var before = await MandateCodeRow.OfActorAsync(recorder.Rows, actor, cancellationToken).ConfigureAwait(false);
        var recording = await recorder.RecordAsync(
            new Command(
                [ResidentRow.Stands(actor), MandateCodeRow.Put(code, kept), .. before.Select(key => new Change.Delete(key))], []),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line the code exists and nobody knows it, or the one before still works: the next is as good.
        return recording is Recording.Conflict conflict
            ? conflict.Key == ResidentRow.Key(actor) ? RefusalReason.NotFound : RefusalReason.ConcurrentChange
            : new NewMandateCode(code, kept.ExpiresAt);
    }
}

/// <summary>A code just made; only its hash is stored.</summary>
/// <param name="Code">Ten characters.</param>
/// <param name="ExpiresAt">Until when (half-open, UTC).</param>
public sealed record NewMandateCode(string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>It is a secret for an hour.</summary>
    public override string ToString() => nameof(NewMandateCode);
}
