using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Mandates from and to the wire.</summary>
internal static class MandateMap
{
    /// <summary>To the wire, as one of its two residents reads it.</summary>
    public static V1.Mandate ToWire(this Mandate mandate, bool forMe, DateTimeOffset now) => new()
    {
        MandateId = mandate.Id.ToString(),
        Role = (V1.MandateRole)(int)mandate.Role,
        Relation = (V1.MandateRelation)(int)(mandate.Relation ?? 0),
        Acts = { mandate.Acts.Select(act => (V1.MandateAct)(int)act) },
        Datasets = { mandate.Datasets },
        StartTime = mandate.Starts.ToTimestamp(),
        EndTime = mandate.Ends.ToTimestamp(),
        AfterDeath = mandate.AfterDeath,
        ActorName = mandate.ActorName,
        ResidentName = mandate.ResidentName,
        State = StateOf(mandate, now),
        ForMe = forMe,
    };

    /// <summary>Reads acts; false for one unknown.</summary>
    public static bool TryParse(IReadOnlyCollection<V1.MandateAct> wire, out IReadOnlyList<MandateAct> acts)
    {
        acts = [.. wire.Select(act => (MandateAct)(int)act)];
        return acts.All(System.Enum.IsDefined);
    }

    /// <summary>Reads a role; false for one unknown.</summary>
    public static bool TryParse(V1.MandateRole wire, out MandateRole role)
    {
        role = (MandateRole)(int)wire;
        return System.Enum.IsDefined(role);
    }

    /// <summary>Reads a relation; false for one unknown.</summary>
    public static bool TryParse(V1.MandateRelation wire, out MandateRelation relation)
    {
        relation = (MandateRelation)(int)wire;
        return System.Enum.IsDefined(relation);
    }

    /// <summary>Reads what the register says; false, and the member at fault, for anything out of form.</summary>
    public static bool TryParse(V1.EnterRegisterFactsRequest wire, [NotNullWhen(true)] out RegisterFacts? facts, out string field)
    {
        (facts, field) = (null, "relations");
        var relations = new List<RegisterRelation>();
        foreach (var one in wire.Relations.Take(RegisterFacts.MaxRelations + 1))
        {
            if (!ResidentId.TryParse(one.GuardianId, out var guardian) || !TryParse(one.Relation, out var relation) || !TermsMap.TryParseDate(one.AdultOn, out var adult))
            {
                return false;
            }

            relations.Add(new RegisterRelation(guardian.ToString(), relation, adult));
        }

        facts = new RegisterFacts(wire.LacksCapacity, wire.Died, relations);
        return true;
    }

    private static V1.MandateState StateOf(Mandate mandate, DateTimeOffset now) => mandate.State switch
    {
        MandateState.Ended => V1.MandateState.Ended,
        MandateState.Offered => mandate.IsOpen(now) ? V1.MandateState.Offered : V1.MandateState.Expired,
        MandateState.Active => mandate.IsOpen(now) ? V1.MandateState.Active : V1.MandateState.Expired,
    };
}
