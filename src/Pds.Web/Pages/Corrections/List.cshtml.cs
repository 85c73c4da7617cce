using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Corrections;

/// <summary>What she said is wrong, and what became of it; newest first.</summary>
internal sealed class ListModel(Resident resident, Catalogue catalogue, TimeProvider clock) : PageModel
{
    /// <summary>One case with names instead of codes.</summary>
    /// <param name="Wire">The case.</param>
    /// <param name="Dataset">Which kind of record.</param>
    /// <param name="Label">Which field.</param>
    /// <param name="Source">Who has to answer.</param>
    /// <param name="ReceivedBy">Who has received it as it was.</param>
    /// <param name="IsLate">The answer is overdue.</param>
    public sealed record Case(Correction Wire, string Dataset, string Label, string Source, IReadOnlyList<string> ReceivedBy, bool IsLate)
    {
        /// <summary>Whether it waits for its answer.</summary>
        public bool IsOpen => Wire.State == CorrectionState.Open;

        /// <summary>The key of the words for where it stands.</summary>
        public string StateKey => "corrections.state." + Wire.State.ToString().ToLowerInvariant();

        /// <summary>How its state looks.</summary>
        public string Tag => Wire.State switch { CorrectionState.Open => "ask", CorrectionState.Corrected => "on", _ => "off" };

        /// <inheritdoc/>
        public override string ToString() => nameof(Case);
    }

    public IReadOnlyList<Case> Corrections { get; private set; } = [];

    public bool IsSent { get; private set; }

    public async Task OnGetAsync(string? sent)
    {
        IsSent = sent is not null;
        var stop = HttpContext.RequestAborted;
        var session = await resident.SessionAsync();
        var cases = new List<Case>();
        await foreach (var one in session.ListCorrectionsAsync(stop))
        {
            var received = new List<string>();
            foreach (var id in one.ReceivedBy)
            {
                received.Add(await catalogue.NameAsync(session, id, stop));
            }

            cases.Add(new Case(
                one,
                (await catalogue.DatasetAsync(one.Dataset, stop)).NameJa,
                (await catalogue.LabelsAsync(one.Dataset, [one.Field], stop)).FirstOrDefault(one.Field),
                await catalogue.NameAsync(session, one.Source, stop),
                received,
                one.State == CorrectionState.Open && one.DueTime.ToDateTimeOffset() < clock.GetUtcNow()));
        }

        cases.Reverse();
        Corrections = cases;
    }
}
