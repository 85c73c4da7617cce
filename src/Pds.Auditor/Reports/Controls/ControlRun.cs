using Pds.Auditor.Reports.Sections;
using Pds.Auditor.Reports.Stories;
using Pds.Consent;

namespace Pds.Auditor.Reports.Controls;

/// <summary>
/// Asks the controls in force at the end of the log: of every purpose version that is proposed or approved, of every consent, of every
/// organisation's months. With the same engine the server asks before it approves a purpose.
/// </summary>
internal sealed class ControlRun(ReportModel report)
{
    private AuditStory Story => report.Story;

    /// <summary>The controls: the newest of the log, or the standard ones where the log holds none.</summary>
    public ControlSet Set => Story.Controls.LastOrDefault()?.Set ?? ControlSet.Default;

    /// <summary>Every control with what breaks it, in the order of the file.</summary>
    public IReadOnlyList<ControlResult> Run() => [.. Set.Controls.Select(Ask)];

    private ControlResult Ask(Control control)
    {
        var subjects = SubjectsOf(control.On).Where(subject => control.Concerns(subject.Facts)).ToList();
        var breaches = subjects.Select(subject => (Subject: subject, Broken: control.FirstBroken(subject.Facts))).Where(pair => pair.Broken is not null);
        return new ControlResult(control, subjects.Count, [.. breaches.Select(pair => new ControlBreach(
            pair.Subject.Name, pair.Subject.Anchor, pair.Broken!, pair.Subject.Facts[pair.Broken!.Fact], pair.Subject.Standing))]);
    }

    private IEnumerable<(string Name, string? Anchor, string? Standing, ControlFacts Facts)> SubjectsOf(ControlSubject on) => on switch
    {
        ControlSubject.Purpose => Story.Purposes.Values.Select(Of).OfType<(string, string?, string?, ControlFacts)>(),
        ControlSubject.Consent => Story.Consents.Values.Where(consent => consent.Given is not null)
            .Select(consent => (consent.Grant.ToString(), (string?)null, (string?)null, FactsOf(consent))),
        ControlSubject.OrganizationMonth => Story.OrganizationMonths.Select(pair => (
            report.Texts.Format("controls.month", Story.NameOf(pair.Key.Organization), pair.Key.Month), (string?)null, (string?)null,
            FactsOf(pair.Key.Organization.ToString(), pair.Key.Month, pair.Value))),
    };

    private (string, string?, string?, ControlFacts)? Of(PurposeStory purpose) =>
        purpose is { State: PurposeState.Proposed or PurposeState.Approved, Definition: { } declared }
        && Story.Datasets.GetValueOrDefault(declared.Dataset.ToString())?.Definition is { } dataset
            ? (report.PurposeName(purpose.Id), Declarations.AnchorOf(purpose.Id), purpose.State == PurposeState.Proposed ? "blocked" : "live",
                ControlFacts.Of(declared, dataset))
            : null;

    private static ControlFacts FactsOf(ConsentStory consent) => new ControlFacts(ControlSubject.Consent)
        .With("validity_days", (long)(consent.Given!.Ends - consent.Given.Starts).TotalDays)
        .With("retention_days", consent.Given.RetentionDays)
        .With("uses", consent.Uses)
        .With("refused", consent.Refused)
        .With("uses_after_withdrawal", consent.UsesAfterWithdrawal)
        .With("seconds_to_effect", consent.TimeToEffect is { } time ? (long)time.TotalSeconds : null)
        .With("recipient", consent.Recipient.ToString())
        .With("purpose", consent.Purpose)
        .With("mode", consent.Given.Mode)
        .With("evidence_type", consent.Given.EvidenceType)
        .With("acted_by", consent.Given.ActedBy)
        .With("state", consent.State.ToString());

    private static ControlFacts FactsOf(string organization, string name, MonthStory month) => new ControlFacts(ControlSubject.OrganizationMonth)
        .With("calls", month.Calls)
        .With("delivered", month.Delivered)
        .With("stopped", month.Stopped)
        .With("refused", month.AllRefused)
        .With("refused_percent", month.Calls == 0 ? 0 : month.AllRefused * 100 / month.Calls)
        .With("outside_ceilings", month.OutsideCeilings)
        .With("organization", organization)
        .With("month", name);
}
