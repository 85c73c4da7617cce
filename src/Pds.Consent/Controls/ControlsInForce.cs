namespace Pds.Consent;

/// <summary>A version of the controls.</summary>
/// <param name="Set">The controls.</param>
/// <param name="Version">1, 2, 3 …; 0 for the standard ones of a city that has published none.</param>
/// <param name="RowVersion">Version of the row they were read from; a decision stands on it.</param>
public sealed record ControlsInForce(ControlSet Set, int Version, long RowVersion)
{
    /// <summary><c>controls@version</c>.</summary>
    public string Id => ControlsRow.IdOf(Version);
}
