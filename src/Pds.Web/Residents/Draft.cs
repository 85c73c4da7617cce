using Pds.Client;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.Residents;

/// <summary>One answer to one request: the exact documents she would say yes to, and the items she says no to.</summary>
/// <param name="ResidentId">Whose it is.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Recipient">Who asks, as the documents name it.</param>
/// <param name="Documents">Yes to these.</param>
/// <param name="Declined">No to these.</param>
/// <param name="Until">Until when the documents can be signed.</param>
internal sealed record Draft(
    string ResidentId, string RequestId, string Recipient, IReadOnlyList<ShownDocument> Documents, IReadOnlyList<ConsentItem> Declined, DateTimeOffset Until)
{
    /// <summary>What became of it; null before.</summary>
    public IReadOnlyList<Answered>? Outcome { get; set; }

    /// <inheritdoc/>
    public override string ToString() => nameof(Draft);
}
