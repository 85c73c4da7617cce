// むつ総合病院の予約係が書く全部。PDS_ADDRESS などは、病院の設定から渡します（README を見てください）。
using Pds.Client;

static string Setting(string name) => Environment.GetEnvironmentVariable(name)
    ?? throw new InvalidOperationException($"環境変数 {name} を設定してください。");

var options = new PdsClientOptions
{
    Address = new Uri(Setting("PDS_ADDRESS")),
    CityCaFile = Setting("PDS_CITY_CA"),
    IdentityFolder = Setting("PDS_IDENTITY"),
    Passphrase = Setting("PDS_PASSPHRASE"),
};
using var pds = await PdsClient.OpenOrEnrollAsync(options, () => Setting("PDS_ENROLLMENT_CODE"));

// 1 お願いする（はじめての患者だけ）
if (args is ["ask", var residentRef])
{
    var asked = await pds.RequestConsentAsync(residentRef, ["hospital-booking@1"]);
    Console.WriteLine($"お願いしました: {asked.ConsentRequestId}。返事を待ちます。");
    return;
}

// 2 返事があったものの受領証を受け取り、予約の日どりを開く
await foreach (var receipt in pds.FetchNewReceiptsAsync())
{
    Console.WriteLine($"新しい同意: {receipt.GrantId}（{receipt.Purpose}）");
}

foreach (var receipt in pds.Receipts.All())
{
    try
    {
        var data = await pds.RequestDataAsync(new DataRequest(receipt.GrantId, ["status", "start"]));
        Console.WriteLine($"{data.ResidentRef}: {string.Join("、", data.Records.Select(record => record.Text("start")))}");
    }
    catch (PdsException refusal)
    {
        Console.WriteLine($"{receipt.GrantId}: {refusal.Message}（{refusal.Reason}）");
    }
}
