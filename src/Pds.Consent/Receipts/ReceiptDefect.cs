namespace Pds.Consent;

/// <summary>Why a receipt is not accepted by somebody who checks it offline.</summary>
public enum ReceiptDefect
{
    /// <summary>Not a receipt, act receipt or status token of the expected form.</summary>
    Unreadable = 1,

    /// <summary>No trusted root, a certificate that was not valid then, or one for another issuer.</summary>
    IssuerNotTrusted,

    /// <summary>The issuer's signature does not hold.</summary>
    SignatureWrong,

    /// <summary>Dated more than a minute ahead of the reader's clock.</summary>
    FromTheFuture,

    /// <summary>Its end has passed.</summary>
    Expired,

    /// <summary>The holder's proof is missing, by another key, for another receipt, call or audience, or not of this minute.</summary>
    HolderNotProved,
}
