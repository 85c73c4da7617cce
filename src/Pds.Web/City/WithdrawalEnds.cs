namespace Pds.Web.City;

/// <summary>
/// What the recipient must delete by when, once a consent is withdrawn: what it received is kept for the agreed days after it was received, and
/// the last of it was received at the last use. Told before withdrawing (FEATURES N8), and true afterwards because nothing new leaves.
/// </summary>
/// <param name="Kind">One of the constants.</param>
/// <param name="DeletedBy">The day by which the last of it is gone, where something is kept.</param>
internal sealed record WithdrawalEnds(string Kind, DateOnly DeletedBy)
{
    /// <summary>Nothing was ever given out.</summary>
    public const string NothingGiven = "nothing";

    /// <summary>It was looked at and not kept.</summary>
    public const string OnlyLooked = "looked";

    /// <summary>Some of it may still be kept.</summary>
    public const string Kept = "kept";

    /// <summary>Reckons it from the consent's terms and its uses.</summary>
    public static WithdrawalEnds Of(ConsentView view, IReadOnlyCollection<UseView> uses)
    {
        ArgumentNullException.ThrowIfNull(view);
        var given = uses.Where(use => use.Given).ToList();
        return given.Count == 0 ? new(NothingGiven, default)
            : view.Item.Terms.Mode == Protocol.V1.UseMode.View ? new(OnlyLooked, default)
            : new(Kept, given.Max(use => use.Day).AddDays(view.Item.Terms.RetentionDays));
    }
}
