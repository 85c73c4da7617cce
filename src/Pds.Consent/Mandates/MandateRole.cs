namespace Pds.Consent;

/// <summary>In which of three different ways somebody acts for a resident; each is recorded as itself (DESIGN §1).</summary>
public enum MandateRole
{
    /// <summary>手伝う人: may look at what the resident lets her look at, and stop things; decides nothing.</summary>
    Helper = 1,

    /// <summary>委任代理人: decides what the resident entrusts to her, for twelve months at most.</summary>
    Proxy = 2,

    /// <summary>法定代理人: a parent of a minor, or a guardian a court appointed (成年後見人); registered by the city.</summary>
    Guardian = 3,
}
