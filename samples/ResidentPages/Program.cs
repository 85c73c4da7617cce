using Pds.Web;
using ResidentPages;

Console.OutputEncoding = System.Text.Encoding.UTF8;
var free = args.Contains("--free-ports");
if (args.Any(argument => argument != "--free-ports"))
{
    Console.WriteLine("""
        住民の画面を、見本の人と1年半の記録つきで動かします。/ The residents' pages with sample people and eighteen months of history.
          dotnet run --project samples/ResidentPages [-- --free-ports]
        """);
    return args.Contains("--help") ? 0 : 2;
}

Console.WriteLine("市のサーバーと画面を開き、1年半の記録を作っています。/ Starting, and playing eighteen months.");
await using var city = await SampleCity.StartAsync(SampleLife.Span, new WebOptions { Port = free ? 0 : 7444, SampleProviderPort = free ? 0 : 7445 });
var letter = await new SampleLife(city).PlayAsync(Told);
var code = await city.PrintLetterAsync("tome");
Console.WriteLine($"""

    画面を開いてください。証明書は見本なので、ブラウザーが注意を出します。/ Open (the certificate is a sample; the browser will warn):
      {city.Web.Address}
    花子（82）には、お願いが2つ届いています。太郎（41）は、はじめたばかりです。/ 花子 has two requests waiting, 太郎 has just begun.
    さくら（19）は、はじめてです。手紙の番号 / さくら comes for the first time; the code of her letter:
      {letter}
    職員の入口には、窓口の職員（2人）、データ担当、審査会の委員がいます。/ Two clerks, a steward and a reviewer sign in here:
      {city.Web.Address}staff
    花子の住民の番号 {city.Numbers["hanako"]}、電話で伝わる数字は / 花子's resident number, and where the codes spoken by telephone are:
      {city.VoiceFolder}
    トメ（88）は、手紙の番号で入ります。住民の番号と手紙の番号 / トメ comes by a letter alone ({city.Web.Address}sign-in/letter); her number and the letter's code:
      {city.Numbers["tome"]}  {code}
    終了するには Ctrl+C を押してください。すべて消えます。/ Ctrl+C ends it; everything is gone then.
    """);
using var ended = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    ended.Cancel();
};
await city.Web.WaitAsync(ended.Token);
return 0;

// One line that fills up at a terminal; nothing elsewhere.
static void Told(double part)
{
    if (!Console.IsOutputRedirected)
    {
        Console.Write($"\r  [{new string('#', (int)(part * 40)),-40}] {part:P0} ");
    }
}
