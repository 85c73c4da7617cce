namespace Pds.Web.SampleProvider;

/// <summary>Somebody invented, to sign in as: residents first, then people of the staff. Nobody here exists.</summary>
/// <param name="Key">The provider's own number of the person; never leaves it.</param>
/// <param name="NameJa">Name on the card.</param>
/// <param name="Kana">Its reading.</param>
/// <param name="Age">Age in years.</param>
/// <param name="AboutJa">One sentence about the person.</param>
internal sealed record SamplePerson(string Key, string NameJa, string Kana, int Age, string AboutJa)
{
    /// <summary>The cards.</summary>
    public static IReadOnlyList<SamplePerson> All { get; } =
    [
        new("hanako", "見本 花子", "みほん はなこ", 82, "大畑でひとりぐらし。病院へは娘の車で行きます。"),
        new("taro", "見本 太郎", "みほん たろう", 41, "花子さんの息子。むつの水道会社ではたらいています。"),
        new("natsuko", "見本 夏子", "みほん なつこ", 54, "花子さんの娘。花子さんの代わりに、画面を見ます。"),
        new("sakura", "見本 さくら", "みほん さくら", 19, "青森の学生。休みのときだけ帰ってきます。"),
        new("ichiro", "見本 一郎", "みほん いちろう", 75, "川内の漁師。けいたい電話だけを使っています。"),
        new("kiku", "見本 キク", "みほん きく", 68, "脇野沢の人。来月、遠くへ引っこします。"),
        new("tome", "見本 トメ", "みほん とめ", 88, "佐井の近くでひとりぐらし。手紙の番号で画面に入ります。"),
        new("clerk-aoi", "窓口 あおい", "まどぐち あおい", 34, "市の窓口の職員。"),
        new("clerk-midori", "窓口 みどり", "まどぐち みどり", 52, "市の窓口の、もうひとりの職員。"),
        new("steward", "担当 すすむ", "たんとう すすむ", 45, "市のデータ担当の職員。"),
        new("reviewer", "審査 まこと", "しんさ まこと", 61, "データ利用審査会の委員。"),
    ];
}
