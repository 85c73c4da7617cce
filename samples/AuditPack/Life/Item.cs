using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>One thing an organisation asked a resident for, and what became of it.</summary>
/// <param name="resident">Whom it asked.</param>
/// <param name="organisation">Who asked.</param>
/// <param name="rhythm">When it is used.</param>
/// <param name="purpose">The purpose asked for, as the catalogue has it.</param>
/// <param name="consent">As the server told it last.</param>
internal sealed class Item(Resident resident, Organisation organisation, Rhythm rhythm, Purpose purpose, Consent consent)
{
    private (int Day, int Month, int Year, int All) _used;
    private DateOnly _last;

    public Resident Resident => resident;

    public Organisation Organisation => organisation;

    public Rhythm Rhythm => rhythm;

    public Consent Consent { get; set; } = consent;

    /// <summary>Fields that cannot be left out.</summary>
    public IReadOnlyList<string> Required => purpose.RequiredFields;

    /// <summary>True while it may be used.</summary>
    public bool IsLiveAt(DateTimeOffset time) => Consent.State == ConsentState.Active && HasNotEndedAt(time);

    /// <summary>True while neither its time nor its purpose has ended.</summary>
    public bool HasNotEndedAt(DateTimeOffset time) =>
        time < Consent.Terms.EndTime.ToDateTimeOffset() && organisation.Purposes.ContainsKey(rhythm.Purpose);

    /// <summary>True when another use stays within what was allowed; periods are civil ones, as the gate counts them.</summary>
    public bool HasUsesLeft(DateOnly day)
    {
        Turn(day);
        return _used.Day < rhythm.PerDay && Within(_used.Month, rhythm.PerMonth) && Within(_used.Year, rhythm.PerYear) && Within(_used.All, rhythm.Whole);
    }

    /// <summary>Counts a use.</summary>
    public void Use(DateOnly day)
    {
        Turn(day);
        _used = (_used.Day + 1, _used.Month + 1, _used.Year + 1, _used.All + 1);
    }

    private static bool Within(int used, int most) => most == 0 || used < most;

    private void Turn(DateOnly day)
    {
        if (day != _last)
        {
            _used = (
                0, day.Month == _last.Month && day.Year == _last.Year ? _used.Month : 0, day.Year == _last.Year ? _used.Year : 0, _used.All);
            _last = day;
        }
    }
}
