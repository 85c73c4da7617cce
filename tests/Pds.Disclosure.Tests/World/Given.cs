using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>A consent in force, as its recipient holds it: the receipt and the opened recipient share.</summary>
internal sealed class Given(City city, Party recipient, ResidentId resident, Grant grant, Receipt receipt, byte[] sealedShare)
{
    public Party Recipient => recipient;

    public ResidentId Resident => resident;

    public GrantId Id => grant.Id;

    public Grant Grant => grant;

    public Receipt Receipt => receipt;

    public byte[] SealedShare => sealedShare;

    /// <summary>A fresh, correct request for these fields.</summary>
    public RequestDataInput Ask(params IEnumerable<string> fields) => Ask(new Asking { Fields = [.. fields] });

    /// <summary>A request with whatever a test wants wrong in it.</summary>
    public RequestDataInput Ask(Asking asking)
    {
        var call = CallFormat.Of(asking.Grant ?? Id, asking.Fields, asking.Range);
        var hash = Sha256.Hash(call);
        var presentation = ReceiptPresentation.Create(
            receipt, [], asking.Signer ?? recipient.CallKey, asking.IssuedAt ?? city.Time.GetUtcNow(),
            new CallBinding(asking.Jti ?? CallBinding.NewJti(), hash, asking.Method ?? City.Method));
        return new RequestDataInput(presentation, call, SealShare(asking, hash), city.Gate.PublicKey.Kid, City.Method);
    }

    /// <summary>What the SDK does with an answer: opens it with its own key for this call and this intent.</summary>
    public bool TryOpen(RequestDataInput input, RequestDataOutcome.Given answer, HpkePrivateKey key, out byte[] plaintext) => key.TryOpen(
        DeliveryContexts.Data(City.Origin, Id, Sha256.Hash(input.Call.Span), answer.Intent.Commitment), [], answer.SealedData, out plaintext!);

    private byte[] SealShare(Asking asking, byte[] hash)
    {
        if (asking.Share is { } other)
        {
            return Seal(other, hash);
        }

        recipient.EncryptionKey.TryOpen(DeliveryContexts.ShareToRecipient(City.Origin, Id), [], sealedShare, out var share).Should().BeTrue();
        return Seal(share!, hash);
    }

    private byte[] Seal(byte[] share, byte[] hash) => city.Gate.PublicKey.Seal(
        DeliveryContexts.ShareToGate(City.Origin), DeliveryContexts.ShareToGateAad(Id, hash), share);
}

/// <summary>What may differ from a correct request.</summary>
internal sealed record Asking
{
    public IReadOnlyList<string> Fields { get; init; } = [];

    public DataRange? Range { get; init; }

    public GrantId? Grant { get; init; }

    public Es256Key? Signer { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public string? Jti { get; init; }

    public string? Method { get; init; }

    public byte[]? Share { get; init; }
}
