using Pds.Client;

// A hospital's booking desk, all of it. Its settings are PDS_… variables (samples/README.md); its arguments are residents to ask.
using var pds = await PdsClient.OpenOrEnrollAsync(PdsClientOptions.FromEnvironment(), PdsClientOptions.EnrollmentCodeFromEnvironment);
foreach (var residentRef in args)
{
    var asked = await pds.RequestConsentAsync(residentRef, ["hospital-booking@1"]);
    Console.WriteLine($"お願いしました: {asked.ConsentRequestId}");
}

await foreach (var receipt in pds.FetchNewReceiptsAsync())
{
    Console.WriteLine($"新しい同意です: {receipt.GrantId}");
}

foreach (var receipt in pds.Receipts.All())
{
    try
    {
        var data = await pds.RequestDataAsync(new DataRequest(receipt.GrantId, ["status", "start"]));
        data.Records.ToList().ForEach(booking => Console.WriteLine($"{data.ResidentRef}: {booking.Text("start")}"));
    }
    catch (PdsException refusal) when (refusal.Reason is "CONSENT_PAUSED" or "CONSENT_WITHDRAWN" or "CONSENT_EXPIRED" or "NO_DATA")
    {
        Console.WriteLine($"{receipt.GrantId}: {refusal.Message}（{refusal.Reason}）");
    }
}
