using Pds.Client;

// What a hospital's booking desk writes, all of it. Settings come from its own configuration; see samples/README.md.
static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} を設定してください。");

var options = new PdsClientOptions
{
    Address = new Uri(Setting("PDS_ADDRESS")),
    CityCaFile = Setting("PDS_CITY_CA"),
    IdentityFolder = Setting("PDS_IDENTITY"),
    Passphrase = Setting("PDS_PASSPHRASE"),
};
using var pds = await PdsClient.OpenOrEnrollAsync(options, () => Setting("PDS_ENROLLMENT_CODE"));

if (args is ["ask", var residentRef])
{
    var asked = await pds.RequestConsentAsync(residentRef, ["hospital-booking@1"]);
    Console.WriteLine($"お願いしました（{asked.ConsentRequestId}）。ご本人の返事を待ちます。");
    return;
}

await foreach (var receipt in pds.FetchNewReceiptsAsync())
{
    Console.WriteLine($"新しい同意があります: {receipt.GrantId}（{receipt.Purpose}）");
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
