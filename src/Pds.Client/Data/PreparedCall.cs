using Pds.Consent;
using Pds.Protocol.V1;
using Receipt = Pds.Consent.Receipt;

namespace Pds.Client;

/// <summary>
/// One request for data, complete before its first attempt: presentation with key-binding JWT, call bytes, re-sealed share. Sending
/// the same object again within 10 minutes resumes the same call (same intent, counted once); it never becomes a second one.
/// </summary>
public sealed class PreparedCall
{
    internal PreparedCall(
        DataRequest request, Receipt receipt, ExpectedData expected, byte[] requestHash, byte[] digest, RequestDataRequest message)
    {
        Request = request;
        Receipt = receipt;
        Expected = expected;
        RequestHash = requestHash;
        Digest = digest;
        Message = message;
    }

    /// <summary>What was asked.</summary>
    public DataRequest Request { get; }

    /// <summary>SHA-256 of the call bytes, 32 bytes; the key-binding JWT and the intent carry it.</summary>
    public byte[] RequestHash { get; }

    /// <summary>The SD-JWT+KB as sent.</summary>
    public string Presentation => Message.Presentation;

    /// <summary>The call's name in the ledger (<see cref="Consent.CallDigest"/>), 32 bytes: no other call, not even one of equal request bytes,
    /// has it.</summary>
    internal byte[] Digest { get; }

    internal Receipt Receipt { get; }

    internal ExpectedData Expected { get; }

    /// <summary>The message as it travels; for benchmarks that build calls beforehand and for tests that replay them.</summary>
    public RequestDataRequest Message { get; }

    /// <inheritdoc/>
    public override string ToString() => nameof(PreparedCall) + " " + Request.GrantId;
}

/// <summary>What may come back for a call.</summary>
/// <param name="Dataset">The one dataset of the receipt's purpose.</param>
/// <param name="Consented">Civil dates consented to.</param>
/// <param name="Asked">Civil dates asked for; null for all that were consented to.</param>
internal sealed record ExpectedData(string Dataset, DataRange Consented, DataRange? Asked)
{
    /// <summary>Whether data of this date, as its source signed it, was consented to and asked for.</summary>
    internal bool Covers(DateOnly? date) => Consented.Contains(date) && Asked?.Contains(date) != false;
}
