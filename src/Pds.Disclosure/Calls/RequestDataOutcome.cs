using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>What became of a request. A closed set.</summary>
public abstract record RequestDataOutcome
{
    private RequestDataOutcome()
    {
    }

    /// <summary>Data may leave: both entries are published and stand before any withdrawal.</summary>
    /// <param name="SealedData">HPKE message to the recipient (<see cref="DeliveryContexts.Data"/>); its plaintext is <see cref="DeliveredData"/>.</param>
    /// <param name="UseReceipt">The USE receipt, compact JWS.</param>
    /// <param name="Intent">The intent; its commitment is part of what the data is sealed to.</param>
    /// <param name="Disclosed">The disclosure; its body carries the SHA-256 of <paramref name="SealedData"/>.</param>
    public sealed record Given(byte[] SealedData, string UseReceipt, RecordedEntry Intent, RecordedEntry Disclosed) : RequestDataOutcome
    {
        /// <summary>Under which consent; looked at once more when data waited before it left.</summary>
        public required GrantId Grant { get; init; }

        /// <summary>Prints its own name.</summary>
        public override string ToString() => nameof(Given);
    }

    /// <summary>Nothing left.</summary>
    public sealed record Refused(Refusal Why) : RequestDataOutcome
    {
        /// <summary>Short for <c>Why.Reason</c>.</summary>
        public RefusalReason Reason => Why.Reason;
    }
}
