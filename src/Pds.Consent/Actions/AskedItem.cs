using Pds.Ledger;

namespace Pds.Consent;

/// <summary>One item a recipient asks for. Absent members take what the purpose allows at most.</summary>
public sealed record AskedItem
{
    /// <summary>Why; names one dataset.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>Field names; null or empty asks for required and optional ones.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>First instant of validity; null starts with the answer.</summary>
    public DateTimeOffset? Starts { get; init; }

    /// <summary>First instant after validity.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>Which data, by its own date.</summary>
    public DataRange? Range { get; init; }

    /// <summary>How often.</summary>
    public CallLimit? Calls { get; init; }

    /// <summary>Days the recipient keeps what it got.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>What may be done with it.</summary>
    public UseMode? Mode { get; init; }
}

/// <summary>A recipient's request to one resident: 1 to <see cref="ConsentRequest.MaxItems"/> items in one sitting.</summary>
/// <param name="Recipient">Who asks; proved before.</param>
/// <param name="Reference">The recipient's name for the resident.</param>
/// <param name="Items">What is asked.</param>
/// <param name="Alongside">Rows to write in the same command, such as the mark of the request id.</param>
public sealed record RequestConsentInput(
    OrganizationId Recipient, ResidentRef Reference, IReadOnlyList<AskedItem> Items, IReadOnlyList<Change>? Alongside = null);

/// <summary>A request with its items as they stand.</summary>
/// <param name="Request">The request.</param>
/// <param name="Items">Its items, in the order asked.</param>
public sealed record RequestView(ConsentRequest Request, IReadOnlyList<GrantView> Items);

/// <summary>A consent with the purpose a reader needs to understand it.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Purpose">The purpose version it names.</param>
public sealed record GrantView(Grant Grant, Purpose Purpose);
