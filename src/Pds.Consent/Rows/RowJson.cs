using System.Text.Json;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The generated JSON of this project with its domain types read through their own parsers.</summary>
internal static class RowJson
{
    /// <summary>With the domain converters.</summary>
    internal static ConsentJson Domain { get; } = new(WithConverters(new JsonSerializerOptions(ConsentJson.Default.Options)));

    private static JsonSerializerOptions WithConverters(JsonSerializerOptions options)
    {
        options.Converters.Add(new TextConverter<OrganizationId>(OrganizationId.TryParse));
        options.Converters.Add(new TextConverter<ResidentId>(ResidentId.TryParse));
        options.Converters.Add(new TextConverter<ResidentRef>(ResidentRef.TryParse));
        options.Converters.Add(new TextConverter<GrantId>(GrantId.TryParse));
        options.Converters.Add(new TextConverter<MandateId>(MandateId.TryParse));
        options.Converters.Add(new TextConverter<ConsentRequestId>(ConsentRequestId.TryParse));
        options.Converters.Add(new TextConverter<DatasetVersion>(DatasetVersion.TryParse));
        options.Converters.Add(new TextConverter<PurposeVersion>(PurposeVersion.TryParse));
        options.Converters.Add(new TermsConverter());
        return options;
    }
}
