using Pds.Ledger;

namespace Pds.Server.Letters;

/// <summary>
/// A resident's letter. It is kept in a drawer, so that its code is good many times; each use is entered, and so is each wrong try until the letter
/// rests. Its code is not here: it names a row of its own (<see cref="LetterRows"/>).
/// </summary>
public sealed record Letter
{
    /// <summary>How long it is good: 90 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>How often it signs in: 40 times.</summary>
    public const int MaxUses = 40;

    /// <summary>So many wrong codes within <see cref="Rest"/>, and none is tried until it is over.</summary>
    public const int MaxWrong = 5;

    /// <summary>The span in which wrong codes are counted, from the first of them: 24 hours.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    /// <summary>Names it, and opens nothing.</summary>
    public required LetterId Id { get; init; }

    /// <summary>Whose.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>When it was printed, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How often it was used.</summary>
    public int Uses { get; init; }

    /// <summary>Wrong codes since <see cref="WrongSince"/>.</summary>
    public int Wrong { get; init; }

    /// <summary>When the first of them was, UTC.</summary>
    public DateTimeOffset WrongSince { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Until when it is good, half-open, UTC.</summary>
    public DateTimeOffset EndsAt => IssuedAt + Lifetime;

    /// <summary>How often it is good from now on.</summary>
    public int UsesLeft => MaxUses - Uses;

    /// <summary>Whether it is good at all.</summary>
    public bool IsGood(DateTimeOffset now) => now < EndsAt && UsesLeft > 0;

    /// <summary>Whether nothing is tried now.</summary>
    public bool Rests(DateTimeOffset now) => Wrong >= MaxWrong && now < WrongSince + Rest;

    /// <summary>After its code was typed.</summary>
    public Letter Used() => this with { Uses = Uses + 1, Wrong = 0 };

    /// <summary>After a wrong code was typed.</summary>
    public Letter Missed(DateTimeOffset now) =>
        Wrong > 0 && now < WrongSince + Rest ? this with { Wrong = Wrong + 1 } : this with { Wrong = 1, WrongSince = now };

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(Letter);
}

/// <summary>A letter that waits for a second person to print it.</summary>
/// <param name="Id">The letter that will be.</param>
/// <param name="Resident">For whom.</param>
/// <param name="Number">Her number, which the hash of the code takes in.</param>
/// <param name="Clerk">Who ordered it.</param>
/// <param name="OrderedAt">When, UTC.</param>
/// <param name="RowVersion">Version of its row.</param>
public sealed record LetterOrder(LetterId Id, ResidentId Resident, Pds.Consent.ResidentNumber Number, StaffId Clerk, DateTimeOffset OrderedAt, long RowVersion = 0)
{
    /// <summary>How long it waits: 7 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The most that wait for one resident.</summary>
    public const int MaxOfOne = 3;

    /// <summary>Until when it waits, half-open, UTC.</summary>
    public DateTimeOffset EndsAt => OrderedAt + Lifetime;

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(LetterOrder);
}
