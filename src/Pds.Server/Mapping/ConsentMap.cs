using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Requests, consents and receipts between domain and wire.</summary>
internal static class ConsentMap
{
    /// <summary>To the wire.</summary>
    public static V1.ConsentRequest ToWire(this RequestView view) => new()
    {
        ConsentRequestId = view.Request.Id.ToString(),
        ResidentRef = view.Request.Reference.ToString(),
        Recipient = view.Request.Recipient.ToString(),
        Items = { view.Items.Select(item => item.Grant.ToWire()) },
        CreateTime = view.Request.AskedAt.ToTimestamp(),
    };

    /// <summary>To the wire.</summary>
    public static V1.Consent ToWire(this Grant grant) => new()
    {
        GrantId = grant.Id.ToString(),
        ConsentRequestId = grant.Request.ToString(),
        ResidentRef = grant.Reference.ToString(),
        Recipient = grant.Recipient.ToString(),
        Purpose = grant.Purpose.ToString(),
        Dataset = grant.Dataset.ToString(),
        Terms = grant.Terms.ToWire(),
        State = StateOf(grant.State),
        ConsentDigest = ByteString.CopyFrom(grant.Given?.ConsentDigest ?? []),
        CreateTime = (grant.Given?.At ?? grant.AskedAt).ToTimestamp(),
        UpdateTime = grant.ChangedAt.ToTimestamp(),
        Etag = Etag.Of(grant.RowVersion),
    };

    /// <summary>To the wire for the resident herself, and who acts for her: with by whose hands she said yes.</summary>
    public static V1.Consent ToWireOfResident(this Grant grant)
    {
        var wire = grant.ToWire();
        wire.GivenBy = grant.Given?.Acting is { } acting
            ? new V1.Hands
            {
                Channel = acting.Channel, Role = acting.Role ?? "", Person = acting.Person ?? "", Second = acting.Second ?? "", MandateId = acting.Mandate ?? "",
            }
            : null;
        return wire;
    }

    /// <summary>To the wire: the share only for the recipient.</summary>
    public static V1.Receipt ToWire(this GivenReceipt receipt, bool withShare) => new()
    {
        SdJwt = receipt.SdJwt,
        SealedShare = withShare ? ByteString.CopyFrom(receipt.SealedShare) : ByteString.Empty,
        Evidence = receipt.Entry.ToWire(),
    };

    /// <summary>To the wire.</summary>
    public static V1.ConsentActResponse ToWire(this ConsentAct act) =>
        new() { Consent = act.Grant.ToWire(), ActReceipt = act.ActReceipt, Evidence = act.Entry.ToWire() };

    /// <summary>Reads one asked item; false for anything out of form. Absent members stay absent: the purpose's ceilings fill them.</summary>
    public static bool TryParse(V1.AskedItem wire, out AskedItem item)
    {
        item = null!;
        var terms = wire.Terms ?? new V1.Terms();
        if (!PurposeVersion.TryParse(wire.Purpose, out var purpose)
            || !TermsMap.TryParse(terms.StartTime, out var starts)
            || !TermsMap.TryParse(terms.EndTime, out var ends)
            || !TermsMap.TryParse(terms.DataRange, out var range)
            || !TermsMap.TryParse(terms.Frequency, out var calls)
            || !TermsMap.TryParse(terms.Mode, out var mode)
            || terms.RetentionDays is < 0 or > Ceilings.MaxRetentionDays
            || terms.Fields.Count > GrantTerms.MaxFields)
        {
            return false;
        }

        item = new AskedItem
        {
            Purpose = purpose,
            Fields = terms.Fields.Count == 0 ? null : [.. terms.Fields],
            Starts = starts,
            Ends = ends,
            Range = range,
            Calls = calls,
            RetentionDays = wire.Terms is null || terms.RetentionDays == 0 ? null : terms.RetentionDays,
            Mode = mode,
        };
        return true;
    }

    /// <summary>Reads a resident's choices; false for anything out of form.</summary>
    public static bool TryParse(V1.Narrowing? wire, out Narrowing narrowing)
    {
        narrowing = Narrowing.None;
        if (wire is null)
        {
            return true;
        }

        if (!TermsMap.TryParse(wire.EndTime, out var ends)
            || !TermsMap.TryParse(wire.DataRange, out var range)
            || !TermsMap.TryParse(wire.Frequency, out var calls)
            || !TermsMap.TryParse(wire.Mode, out var mode)
            || wire.Fields.Count > GrantTerms.MaxFields
            || (wire.HasRetentionDays && wire.RetentionDays is < 0 or > Ceilings.MaxRetentionDays))
        {
            return false;
        }

        narrowing = new Narrowing
        {
            Fields = wire.Fields.Count == 0 ? null : [.. wire.Fields],
            Ends = ends,
            Range = range,
            Calls = calls,
            RetentionDays = wire.HasRetentionDays ? wire.RetentionDays : null,
            Mode = mode,
        };
        return true;
    }

    /// <summary>Reads a state to filter by; unspecified gives null.</summary>
    public static bool TryParse(V1.ConsentState wire, out GrantState? state)
    {
        state = wire == V1.ConsentState.Unspecified ? null : System.Enum.GetValues<GrantState>().Cast<GrantState?>().FirstOrDefault(s => StateOf(s!.Value) == wire);
        return state is not null || wire == V1.ConsentState.Unspecified;
    }

    private static V1.ConsentState StateOf(GrantState state) => state switch
    {
        GrantState.Requested => V1.ConsentState.Requested,
        GrantState.Declined => V1.ConsentState.Declined,
        GrantState.Active => V1.ConsentState.Active,
        GrantState.Paused => V1.ConsentState.Paused,
        GrantState.Withdrawn => V1.ConsentState.Withdrawn,
        GrantState.Expired => V1.ConsentState.Expired,
        GrantState.Inapplicable => V1.ConsentState.Inapplicable,
    };
}
