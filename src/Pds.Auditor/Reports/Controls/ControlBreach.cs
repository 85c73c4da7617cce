using Pds.Consent;

namespace Pds.Auditor.Reports.Controls;

/// <summary>One subject that breaks a control.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Anchor">Where it is declared in the page; null when nowhere.</param>
/// <param name="Condition">The condition it breaks.</param>
/// <param name="Value">The fact as it is; null when it is not there.</param>
/// <param name="Standing">Key of the sentence that says what follows, <c>controls.KEY</c>; null when nothing does.</param>
internal sealed record ControlBreach(string Name, string? Anchor, ControlCondition Condition, ControlFact? Value, string? Standing);
