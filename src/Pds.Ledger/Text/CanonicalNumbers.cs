namespace Pds.Ledger;

/// <summary>Which numbers a canonical text may hold.</summary>
internal enum CanonicalNumbers
{
    /// <summary>Integers of magnitude at most 2^53 - 1.</summary>
    Integers,

    /// <summary>Any finite IEEE 754 double (RFC 8785 section 3.2.2.3).</summary>
    Any,
}
