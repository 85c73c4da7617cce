using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>What to ask for under one consent.</summary>
/// <param name="GrantId">The consent (<c>grt_…</c>); its receipt must be in the receipt book.</param>
/// <param name="Fields">Field names, 1 to 64, each once. Ask only for what this task needs: each call is shown to the resident.</param>
/// <param name="DataRange">Civil dates of the data, half-open; null asks for all that the consent covers.</param>
public sealed record DataRequest(string GrantId, IReadOnlyList<string> Fields, DateRange? DataRange = null);
