using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Questions;

/// <summary>A question about one use, and its answer.</summary>
internal sealed record ResidentQuestion
{
    /// <summary>How long a recipient has: 14 days.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromDays(14);

    /// <summary>The longest question, in characters.</summary>
    public const int MaxText = 400;

    /// <summary>The longest answer, in characters.</summary>
    public const int MaxAnswer = 1000;

    /// <summary>Questions of one resident that wait for an answer, at most.</summary>
    public const int MaxWaiting = 20;

    /// <summary>Which.</summary>
    public required QuestionId Id { get; init; }

    /// <summary>Who asks.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>Who is asked.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The consent that the use was under.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>Leaf index of the use's entry.</summary>
    public required long Use { get; init; }

    /// <summary>When the use was, UTC.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    /// <summary>Her words.</summary>
    public required string Text { get; init; }

    /// <summary>Random, of the digests in the entries, 32 bytes.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>When she asked, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The answer; null before.</summary>
    public string? Answer { get; init; }

    /// <summary>When it was answered, UTC; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who answered; null before.</summary>
    public OrganizationId? AnsweredBy { get; init; }

    /// <summary>Version of the row it was read from; 0 for a new one.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position among questions, for paging.</summary>
    public long Ordinal { get; init; }

    /// <summary>Until when an answer is owed.</summary>
    public DateTimeOffset Due => AskedAt + Time;

    /// <summary>Whether an answer is owed and late.</summary>
    public bool IsLate(DateTimeOffset now) => AnsweredAt is null && Due <= now;

    /// <summary>A text a person can have written: 1 to <paramref name="most"/> characters, lines and no other control character.</summary>
    public static bool IsText(string text, int most) =>
        text.Length >= 1 && text.Length <= most && !string.IsNullOrWhiteSpace(text) && !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r'));

    /// <summary><c>SHA-256(LP("pds/question/text/v1", salt, text))</c>, 32 bytes.</summary>
    public byte[] DigestOf(string text) => Sha256.Hash(LengthPrefixed.Of(Labels.QuestionText, Salt, text));

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(ResidentQuestion);
}
