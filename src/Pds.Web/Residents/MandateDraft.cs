using Pds.Client;

namespace Pds.Web.Residents;

/// <summary>A mandate that was chosen and is not agreed to yet.</summary>
/// <param name="ResidentId">Who chose it.</param>
/// <param name="Document">The exact document.</param>
internal sealed record MandateDraft(string ResidentId, ShownMandate Document)
{
    /// <summary>Where it was chosen, to choose again.</summary>
    public string From { get; init; } = "/people/add";

    /// <summary>Whether it was agreed to: a second return from the provider does nothing more.</summary>
    public bool Done { get; set; }

    /// <inheritdoc/>
    public override string ToString() => nameof(MandateDraft);
}
