using Pds.Web.City;

namespace Pds.Web.Staff;

/// <summary>Opens visits for pages: the city's server says each time whether one is open, and whose.</summary>
internal sealed class DeskVisits(StaffPerson person, Catalogue catalogue)
{
    /// <summary>The visit of this clerk in this session.</summary>
    /// <exception cref="Pds.Client.PdsException">VISIT_NOT_ACCEPTED for one that is over, another's and none alike.</exception>
    public async Task<DeskVisit> FindAsync(string visitId, CancellationToken cancellationToken)
    {
        var session = await person.SessionAsync();
        return new DeskVisit(session, await session.Desk.GetVisitAsync(visitId, cancellationToken), person.Id!, catalogue);
    }
}
