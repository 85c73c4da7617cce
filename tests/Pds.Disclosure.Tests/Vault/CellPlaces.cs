using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests;

/// <summary>A cell opens in its own place and nowhere else.</summary>
[Trait("Invariant", "I-31")]
[Trait("Feature", "V2")]
public sealed class CellPlaces
{
    private const string Origin = "pds.test.example/log";

    [Fact]
    public void Of_twenty_places_with_one_key_each_cell_opens_in_one()
    {
        var places = Places();
        using var key = SecretBytes.Random(32);
        var cells = places.Select((place, i) => Cell.Close(place.Origin, place.Place, key, $"disclosure {i}")).ToArray();

        for (var i = 0; i < places.Count; i++)
        {
            for (var j = 0; j < places.Count; j++)
            {
                var opens = Cell.TryOpen(places[j].Origin, places[j].Place, key, cells[i], out var content);
                opens.Should().Be(i == j, $"cell {i} in place {j}");
                content.Should().Be(i == j ? $"disclosure {i}" : string.Empty);
            }
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        using var key = SecretBytes.Random(32);
        var place = Places()[0];
        var cell = Cell.Close(place.Origin, place.Place, key, "WyJzYWx0IiwibmFtZSIsIuimi-acrCJd");

        for (var bit = 0; bit < cell.Length * 8; bit++)
        {
            cell[bit / 8] ^= (byte)(1 << (bit % 8));
            Cell.TryOpen(place.Origin, place.Place, key, cell, out _).Should().BeFalse($"bit {bit}");
            cell[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Cell.TryOpen(place.Origin, place.Place, key, cell, out _).Should().BeTrue();
    }

    // One base place, and nineteen that differ from it and each other in single parts.
    private static List<(string Origin, CellPlace Place)> Places()
    {
        var here = new CellPlace(ResidentId.New(), "basic-four@1", 1, "name", RecordId.New(), 1);
        var places = new List<(string, CellPlace)> { (Origin, here), ("other.example/log", here), (Origin + "2", here) };
        places.AddRange(Enumerable.Range(0, 3).Select(_ => (Origin, here with { Resident = ResidentId.New() })));
        places.AddRange(Enumerable.Range(0, 3).Select(_ => (Origin, here with { Record = RecordId.New() })));
        places.AddRange(new[] { "basic-four@2", "basic-four@11", "fhir-condition@1" }.Select(d => (Origin, here with { Dataset = d })));
        places.AddRange(new[] { "nam", "name_kana", "address", "sex" }.Select(f => (Origin, here with { Field = f })));
        places.AddRange(new[] { 2, 3 }.Select(n => (Origin, here with { Epoch = n })));
        places.AddRange(new[] { 2, 10 }.Select(v => (Origin, here with { Version = v })));
        places.Should().HaveCount(20);
        return places;
    }
}
