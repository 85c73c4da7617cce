using Pds.Protocol.V1;

namespace Pds.Web.Tests.Matrix;

/// <summary>Whose a page, a file or a form is, written once.</summary>
/// <param name="Handler">Method and route as the host knows them, such as <c>POST /requests/{id}</c>; a named handler with <c>?handler=</c>.</param>
/// <param name="Whose">Whose it is.</param>
internal sealed record PageRule(string Handler, Whose Whose)
{
    /// <summary>What stands in the places of the route, each by the name of its target: <c>id=request draft=confirm</c>.</summary>
    public string Names { get; init; } = "";

    /// <summary>What the form says besides its hidden fields: <c>answer=no&amp;mandate=@helped</c>; with @ the id of a target.</summary>
    public string Form { get; init; } = "";

    /// <summary>The acts of a mandate of which one opens it to who acts for her; none for what nobody does for another.</summary>
    public IReadOnlyList<MandateAct> Under { get; init; } = [];

    /// <summary>The clerk whose it is, and who tries it first.</summary>
    public string Clerk { get; init; } = "clerk-aoi";

    /// <summary>What somebody else is answered, who gets the same for what does not exist.</summary>
    public int Refused { get; init; } = 404;

    /// <summary>What she herself is answered with; a form whose answer leads to an entrance says 302.</summary>
    public int Answered { get; init; } = 200;

    /// <summary>Words alone: the page asks the city for nothing, so that it can be opened with a session that ended elsewhere.</summary>
    public bool Words { get; init; }

    /// <summary>Of whoever sits at the browser, also while she acts for somebody: her sessions, her passkeys, her people.</summary>
    public bool Sitting { get; init; }

    /// <summary>Who of those that the rule lets in is kept out by it all the same.</summary>
    public string Except { get; init; } = "";

    /// <summary>Its method.</summary>
    public string Method => Handler[..Handler.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>Its route.</summary>
    public string Route => Handler[(Handler.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether it is a form.</summary>
    public bool IsForm => Method == "POST";

    /// <summary>Whether it is for staff.</summary>
    public bool IsStaffs => Whose >= Whose.Staffs;
}
