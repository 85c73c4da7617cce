namespace Pds.Web.Tests.Matrix;

/// <summary>Whose a page, a file or a form is.</summary>
internal enum Whose
{
    /// <summary>Everybody's: it holds nothing of anybody.</summary>
    Everybodys,

    /// <summary>Each resident's own; it names nothing, so that each finds her own there.</summary>
    EachResidents,

    /// <summary>One resident's: its address or its form names something of hers.</summary>
    Hers,

    /// <summary>Anybody's of the staff.</summary>
    Staffs,

    /// <summary>The counter's.</summary>
    Counters,

    /// <summary>One clerk's at the counter: a visit, a call, a receipt of hers.</summary>
    OneClerks,

    /// <summary>The stewards' and the review board's.</summary>
    StewardsAndBoards,

    /// <summary>The stewards'.</summary>
    Stewards,

    /// <summary>The review board's.</summary>
    Boards,
}
