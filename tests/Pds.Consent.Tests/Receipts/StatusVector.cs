using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pds.Consent.Tests.Receipts;

/// <summary>
/// The test vectors of draft-ietf-oauth-status-list, appendix "Test vectors for Status List encoding": lists of 2^20 entries. The encoded
/// lists are files beside the checkout (line breaks in them are for display); the entries that are not 0 are printed in the text.
/// </summary>
internal static class StatusVector
{
    /// <summary>Entries in each vector.</summary>
    public const int Count = 1 << 20;

    public static Dictionary<int, int> OneBit { get; } = new()
    {
        [0] = 1, [1993] = 1, [25460] = 1, [159495] = 1, [495669] = 1, [554353] = 1, [645645] = 1, [723232] = 1,
        [854545] = 1, [934534] = 1, [1000345] = 1,
    };

    public static Dictionary<int, int> TwoBits { get; } = new()
    {
        [0] = 1, [1993] = 2, [25460] = 1, [159495] = 3, [495669] = 1, [554353] = 1, [645645] = 2, [723232] = 1,
        [854545] = 1, [934534] = 2, [1000345] = 3,
    };

    public static Dictionary<int, int> FourBits { get; } = new()
    {
        [0] = 1, [1993] = 2, [35460] = 3, [459495] = 4, [595669] = 5, [754353] = 6, [845645] = 7, [923232] = 8,
        [924445] = 9, [934534] = 10, [1004534] = 11, [1000345] = 12, [1030203] = 13, [1030204] = 14, [1030205] = 15,
    };

    /// <summary>The value of each is its place in this list.</summary>
    public static Dictionary<int, int> EightBits { get; } = new int[]
    {
        233478, 52451, 576778, 513575, 468106, 292632, 214947, 182323, 884834, 66653, 62489, 196493, 458517, 487925,
        55649, 416992, 879796, 462297, 942059, 583408, 13628, 334829, 886286, 713557, 582738, 326064, 451545, 705889,
        214350, 194502, 796765, 202828, 752834, 721327, 554740, 91122, 963483, 261779, 793844, 165255, 614839, 758403,
        403258, 145867, 96100, 477937, 606890, 167335, 488197, 211815, 797182, 582952, 950870, 765108, 341110, 776325,
        745056, 439368, 559893, 149741, 358903, 513405, 342679, 969429, 795775, 566121, 460566, 680070, 117310, 480348,
        67319, 661552, 841303, 561493, 138807, 442463, 659927, 445910, 1046963, 829700, 962282, 299623, 555493, 292826,
        517215, 551009, 898490, 837603, 759161, 459948, 290102, 1034977, 190650, 98810, 229950, 320531, 335506, 885333,
        133227, 806915, 800313, 981571, 527253, 24077, 240232, 559572, 713399, 233941, 615514, 911768, 331680, 951527,
        6805, 552366, 374660, 223159, 625884, 417146, 320527, 784154, 338792, 1199, 679804, 1024680, 40845, 234603,
        761225, 644903, 502167, 121477, 505144, 165165, 179628, 1019195, 145149, 263738, 269256, 996739, 346296, 555864,
        887384, 444173, 421844, 653716, 836747, 783119, 918762, 946835, 253764, 519895, 471224, 134272, 709016, 44112,
        482585, 461829, 15080, 148883, 123467, 480125, 141348, 65877, 692958, 148598, 499131, 584009, 1017987, 449287,
        277478, 991262, 509602, 991896, 853666, 399318, 197815, 203278, 903979, 743015, 888308, 862143, 979421, 113605,
        206397, 127113, 844358, 711569, 229153, 521470, 401793, 398896, 940810, 293983, 884749, 384802, 584151, 970201,
        523882, 158093, 929312, 205329, 106091, 30949, 195586, 495723, 348779, 852312, 1018463, 1009481, 448260, 841042,
        122967, 345269, 794764, 4520, 818773, 556171, 954221, 598210, 887110, 1020623, 324632, 398244, 622241, 456551,
        122648, 127837, 657676, 119884, 105156, 999897, 330160, 119285, 168005, 389703, 143699, 142524, 493258, 846778,
        251420, 516351, 83344, 171931, 879178, 663475, 546865, 428362, 658891, 500560, 557034, 830023, 274471, 629139,
        958869, 663071, 152133, 19535,
    }.Select((index, value) => (index, value)).ToDictionary(e => e.index, e => e.value);

    /// <summary>Bits and list of one file.</summary>
    public static (int Bits, string Lst) Read(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        var json = Regex.Replace(text[text.IndexOf('{', StringComparison.Ordinal)..], @"\s", string.Empty);
        using var parsed = JsonDocument.Parse(json);
        return (parsed.RootElement.GetProperty("bits").GetInt32(), parsed.RootElement.GetProperty("lst").GetString()!);
    }

    private static string Folder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared", "vectors", "status-list");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("The published vectors 'status-list' are not beside this checkout.");
        return string.Empty;
    }
}
