using Pds.Client;
using Pds.Protocol.V1;

namespace Quickstart;

/// <summary>Names of fields and purposes as residents read them, from the public catalogue.</summary>
internal sealed class Labels
{
    private readonly Dictionary<string, Dictionary<string, string>> _fields;
    private readonly Dictionary<string, string> _purposes;

    private Labels(Dictionary<string, Dictionary<string, string>> fields, Dictionary<string, string> purposes)
    {
        (_fields, _purposes) = (fields, purposes);
    }

    public static async Task<Labels> ReadAsync(PdsClient client) => new(
        await client.ListDatasetsAsync().ToDictionaryAsync(
            dataset => $"{dataset.Code}@{dataset.Version}", dataset => dataset.Fields.ToDictionary(field => field.Name, field => field.LabelJa)),
        await client.ListPurposesAsync().ToDictionaryAsync(purpose => $"{purpose.Code}@{purpose.Version}", purpose => purpose.NameJa));

    public string Of(string dataset, IEnumerable<string> fields) =>
        string.Join("、", fields.Select(field => _fields[dataset].GetValueOrDefault(field, field)));

    public string OfPurpose(string purpose) => _purposes[purpose];

    public string Outcome(Use use, string dataset) => use.Outcome switch
    {
        UseOutcome.Intended => "準備しました（まだ渡していません）",
        UseOutcome.Disclosed => $"渡しました（{use.Records}件: {Of(dataset, use.Fields)}）",
        UseOutcome.Stopped => $"渡す前に止めました（{use.Reason}）",
        UseOutcome.Refused => $"断りました（{use.Reason}）",
        UseOutcome.Unspecified => "不明",
    };
}
