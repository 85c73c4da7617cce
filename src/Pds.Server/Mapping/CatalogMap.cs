using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Datasets and purposes between domain and wire. Readers name the first member out of form; rules of content are the catalogue's own.</summary>
internal static class CatalogMap
{
    /// <summary>To the wire.</summary>
    public static V1.Dataset ToWire(this Dataset dataset) => new()
    {
        Code = dataset.Id.Code.ToString(),
        Version = dataset.Id.Version,
        NameJa = dataset.NameJa,
        DescriptionJa = dataset.DescriptionJa,
        Fields = { dataset.Fields.Select(FieldMap.ToWire) },
        Ceilings = dataset.Ceilings.ToWire(),
        DateField = dataset.DateField ?? "",
        ConformsTo = dataset.ConformsTo ?? "",
        State = dataset.State switch
        {
            DatasetState.Published => V1.DatasetState.Published,
            DatasetState.Invalidated => V1.DatasetState.Invalidated,
        },
        Etag = Etag.Of(dataset.RowVersion),
        JsonSchema = JsonSchema.Of(dataset).ToJsonString(),
    };

    /// <summary>To the wire, with the state it has at an instant.</summary>
    public static V1.Purpose ToWire(this Purpose purpose, DateTimeOffset now) => new()
    {
        Code = purpose.Id.Code.ToString(),
        Version = purpose.Id.Version,
        Recipient = purpose.Recipient.ToString(),
        Dataset = purpose.Dataset.ToString(),
        RequiredFields = { purpose.RequiredFields },
        OptionalFields = { purpose.OptionalFields },
        NameJa = purpose.NameJa,
        TextJa = purpose.TextJa,
        BenefitJa = purpose.BenefitJa,
        RefusalConsequenceJa = purpose.OnRefusalJa,
        LawfulBasis = ToWire(purpose.Basis),
        Ceilings = purpose.Ceilings.ToWire(),
        DpvCode = purpose.DpvCode,
        PiaReference = purpose.PiaReference ?? "",
        NoticeUrl = purpose.NoticeUrl ?? "",
        ExpireTime = purpose.Expires.ToTimestamp(),
        State = StateOf(purpose, now),
        Review = purpose.Review is { } review
            ? new V1.ReviewDecision
            {
                Approved = review.Approved, ReasonJa = review.ReasonJa, DecideTime = review.At.ToTimestamp(), Reviewer = review.Reviewer.ToString(),
            }
            : null,
        Etag = Etag.Of(purpose.RowVersion),
        NoticeWarnings = { purpose.NoticeWarnings ?? [] },
        SystemJa = purpose.SystemJa ?? "",
    };

    /// <summary>To the wire.</summary>
    public static V1.NoticeFinding ToWire(this NoticeFinding finding) => new()
    {
        Code = finding.Code, Place = finding.Place, Words = finding.Words, MessageJa = finding.SentenceJa, Error = finding.IsError,
    };

    /// <summary>To the wire.</summary>
    public static V1.ReviewFacts ToWire(this ReviewFacts facts) => new()
    {
        Findings = { facts.Findings.Select(ToWire) },
        ControlsNotMet = { facts.ControlsNotMet.Select(control => new V1.BrokenControl { Id = control.Id, RuleJa = control.RuleJa }) },
        Change = facts.Change is { } change ? ToWire(change) : V1.PurposeChange.Unspecified,
        Dependents = facts.Dependents,
    };

    /// <summary>Reads a dataset to be published; false with the member at fault.</summary>
    public static bool TryParse(V1.Dataset? wire, [NotNullWhen(true)] out Dataset? dataset, out string fault)
    {
        dataset = null;
        fault = "dataset";
        if (wire is null || !TryParseVersion(wire.Code, wire.Version, out DatasetVersion id))
        {
            return false;
        }

        fault = "dataset.ceilings";
        if (!TermsMap.TryParse(wire.Ceilings, out var ceilings))
        {
            return false;
        }

        fault = "dataset.fields";
        var fields = new List<FieldDefinition>();
        foreach (var one in wire.Fields)
        {
            if (!FieldMap.TryParse(one, out var field))
            {
                return false;
            }

            fields.Add(field);
        }

        dataset = new Dataset
        {
            Id = id,
            NameJa = wire.NameJa,
            DescriptionJa = wire.DescriptionJa,
            Fields = fields,
            Ceilings = ceilings,
            DateField = TextOrNull(wire.DateField),
            ConformsTo = TextOrNull(wire.ConformsTo),
        };
        fault = "dataset";
        return wire is { State: V1.DatasetState.Unspecified, Etag: "", JsonSchema: "" };
    }

    /// <summary>Reads a purpose to be proposed by a recipient; false with the member at fault.</summary>
    public static bool TryParse(V1.Purpose? wire, Organization recipient, [NotNullWhen(true)] out Purpose? purpose, out string fault)
    {
        purpose = null;
        fault = "purpose";
        if (wire is null || !TryParseVersion(wire.Code, wire.Version, out PurposeVersion id)
            || wire is not { State: V1.PurposeState.Unspecified, Review: null, Etag: "", Recipient: "", NoticeWarnings.Count: 0 })
        {
            return false;
        }

        fault = "purpose.dataset";
        if (!DatasetVersion.TryParse(wire.Dataset, out var dataset))
        {
            return false;
        }

        fault = "purpose.ceilings";
        if (!TermsMap.TryParse(wire.Ceilings, out var ceilings))
        {
            return false;
        }

        fault = "purpose.expire_time";
        if (!TermsMap.TryParse(wire.ExpireTime, out var expires) || expires is null)
        {
            return false;
        }

        fault = "purpose.lawful_basis";
        if (!TryParse(wire.LawfulBasis, out var basis))
        {
            return false;
        }

        purpose = new Purpose
        {
            Id = id,
            Recipient = recipient.Id,
            RecipientNameJa = recipient.NameJa,
            Dataset = dataset,
            RequiredFields = [.. wire.RequiredFields],
            OptionalFields = [.. wire.OptionalFields],
            NameJa = wire.NameJa,
            TextJa = wire.TextJa,
            BenefitJa = wire.BenefitJa,
            OnRefusalJa = wire.RefusalConsequenceJa,
            Basis = basis,
            Ceilings = ceilings,
            DpvCode = wire.DpvCode,
            PiaReference = TextOrNull(wire.PiaReference),
            NoticeUrl = TextOrNull(wire.NoticeUrl),
            SystemJa = TextOrNull(wire.SystemJa),
            Expires = expires.Value,
        };
        return true;
    }

    /// <summary>Reads code and version.</summary>
    public static bool TryParseVersion(string code, int version, out DatasetVersion id)
    {
        id = default;
        return DatasetCode.TryParse(code, out var parsed) && DatasetVersion.TryCreate(parsed, version, out id);
    }

    /// <summary>Reads code and version.</summary>
    public static bool TryParseVersion(string code, int version, out PurposeVersion id)
    {
        id = default;
        return PurposeCode.TryParse(code, out var parsed) && PurposeVersion.TryCreate(parsed, version, out id);
    }

    private static V1.PurposeState StateOf(Purpose purpose, DateTimeOffset now) => purpose.State switch
    {
        PurposeState.Proposed => V1.PurposeState.Proposed,
        PurposeState.Approved => now < purpose.Expires ? V1.PurposeState.Approved : V1.PurposeState.Expired,
        PurposeState.Rejected => V1.PurposeState.Rejected,
        PurposeState.Invalidated => V1.PurposeState.Invalidated,
    };

    private static V1.PurposeChange ToWire(PurposeChange change) => change switch
    {
        PurposeChange.Same => V1.PurposeChange.Same,
        PurposeChange.Narrowing => V1.PurposeChange.Narrowing,
        PurposeChange.Widening => V1.PurposeChange.Widening,
    };

    private static string ToWire(LawfulBasis basis) => basis switch
    {
        LawfulBasis.Consent => "consent",
        LawfulBasis.LegalObligation => "legal_obligation",
        LawfulBasis.PublicTask => "public_task",
        LawfulBasis.VitalInterest => "vital_interest",
    };

    private static bool TryParse(string text, out LawfulBasis basis)
    {
        foreach (var known in System.Enum.GetValues<LawfulBasis>())
        {
            if (ToWire(known) == text)
            {
                basis = known;
                return true;
            }
        }

        basis = default;
        return false;
    }

    private static string? TextOrNull(string text) => text.Length == 0 ? null : text;
}
