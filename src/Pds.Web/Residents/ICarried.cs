using Pds.Client;

namespace Pds.Web.Residents;

/// <summary>Something that carries a resident's calls: her own session, or a visit at the counter.</summary>
internal interface ICarried
{
    /// <summary>Her calls.</summary>
    Task<ResidentCalls> CallsAsync();
}
