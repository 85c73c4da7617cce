using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>A sign-in begun and not answered: a challenge that one host may use once.</summary>
/// <param name="Challenge">32 bytes.</param>
/// <param name="Host">For whom.</param>
/// <param name="MadeAt">When, UTC: whoever signed in before signed in for something else.</param>
/// <param name="RowVersion">Version of its row.</param>
internal sealed record BegunSignIn(byte[] Challenge, OrganizationId Host, DateTimeOffset MadeAt, long RowVersion)
{
    /// <summary>For a person of the staff and no resident; what was begun for the one is nothing for the other.</summary>
    public bool ForStaff { get; init; }

    /// <summary>How long it is good: 10 minutes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Until when, half-open.</summary>
    public DateTimeOffset ExpiresAt => MadeAt + Lifetime;

    /// <summary>Uses it up. Of two users at once one conflicts.</summary>
    public Change.Delete Use => new(SignInRow.Key(Challenge), RowVersion);
}
