using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>Turns what the recorder answered into what the caller is told.</summary>
internal static class Recordings
{
    /// <summary>The value when the command is durable; <paramref name="onConflict"/> when one of its preconditions did not hold.</summary>
    public static Outcome<T> Then<T>(this Recording recording, T value, RefusalReason onConflict) =>
        recording is Recording.Done ? value : onConflict;
}
