using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// Two recipients lay everything they hold side by side: every reply as it came, the call with its presentation, the openings of the entries, the
/// opened receipt book and the opened data. About one resident they can join no more than about two, but for the source's own JWT, whose bytes
/// are equal for everybody (SECURITY.md says so).
/// </summary>
[Trait("Feature", "D10")]
[Trait("Feature", "V1")]
public sealed class Holdings
{
    [Fact]
    public async Task Two_recipients_share_no_more_about_one_resident_than_about_two()
    {
        var time = new ShiftedTime();
        await using var city = await City.StartAsync(wall: time);
        using var hospital = await Recipient.EnrollAsync(city, "むつ総合病院", time);
        using var water = await Recipient.EnrollAsync(city, "しもきた水道", time);
        var hanako = await city.NewResidentWithRecordAsync("見本 花子");
        var taro = await city.NewResidentWithRecordAsync("見本 太郎");

        var hanakoAtHospital = await HoldAsync(hospital, hanako, "hospital-registration@1", time);
        var taroAtHospital = await HoldAsync(hospital, taro, "hospital-registration@1", time);
        var hanakoAtWater = await HoldAsync(water, hanako, "water-moving@1", time);
        var taroAtWater = await HoldAsync(water, taro, "water-moving@1", time);

        // What the city says to everybody (its name, its certificate, format words) is in every pair; a resident may add nothing to it.
        var everybodys = new[] { Joined(hanakoAtHospital.Ours, taroAtWater.Ours), Joined(taroAtHospital.Ours, hanakoAtWater.Ours) }.SelectMany(one => one).ToHashSet();
        Joined(hanakoAtHospital.Ours, hanakoAtWater.Ours).Except(everybodys).Should().BeEmpty();
        Joined(taroAtHospital.Ours, taroAtWater.Ours).Except(everybodys).Should().BeEmpty();

        // The same comparison finds what is known to be shared, so that its silence above says something.
        Joined(hanakoAtHospital.Source, hanakoAtWater.Source).Except(Joined(hanakoAtHospital.Source, taroAtWater.Source)).Should().NotBeEmpty();
        hanakoAtHospital.Ours.Windows.Should().HaveCountGreaterThan(5000, "there is something to compare");
        foreach (var (ours, _) in new[] { hanakoAtHospital, taroAtHospital, hanakoAtWater, taroAtWater })
        {
            ours.Members.Should().Contain(["body", "ob", "n", "cnf", "sd_hash", "records"]).And.NotContain(["seq", "prev"]);
            ours.Contains("consent_evidence").Should().BeTrue();
            ours.Contains(hanako.ResidentId).Should().BeFalse();
            ours.Contains(taro.ResidentId).Should().BeFalse();
        }
    }

    // Seconds apart, so that no two holdings share a time by accident.
    private static async Task<(Pieces Ours, Pieces Source)> HoldAsync(Recipient recipient, TestResident resident, string purpose, ShiftedTime time)
    {
        time.Shift += TimeSpan.FromSeconds(3);
        return await recipient.HoldAsync(resident, purpose);
    }

    private static IEnumerable<string> Joined(Pieces one, Pieces other) =>
        one.Windows.Intersect(other.Windows).Concat(one.Integers.Intersect(other.Integers).Select(number => $"integer {number}"));
}
