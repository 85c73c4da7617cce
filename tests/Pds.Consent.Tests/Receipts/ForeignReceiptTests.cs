using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>
/// Receipts, presentations, status lists and key sets as npm <c>jose</c> and <c>@sd-jwt/sd-jwt-vc</c> read them. Skipped by name where Node
/// or the packages are not to be had.
/// </summary>
[Trait("Feature", "R2")]
[Trait("Feature", "R5")]
public sealed class ForeignReceiptTests : IDisposable
{
    private readonly ReceiptWorld world = new();
    private readonly string folder = Directory.CreateTempSubdirectory("pds-foreign-").FullName;

    public void Dispose()
    {
        world.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Libraries_of_other_people_read_what_we_sign()
    {
        var packages = NodePackages.Install();
        var receipt = world.Parsed(actedBy: true, statusNumber: 4711);
        WriteKeys();
        WriteTokens(receipt);

        var (code, output) = NodePackages.Run(packages, "receipts.mjs", folder);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        code.Should().Be(0, output);
        output.TrimEnd().Should().EndWith("OK (20 checks)");
    }

    private void WriteKeys()
    {
        Write("jwks.json", JsonSerializer.Serialize(IssuerDocuments.Jwks(world.Signer)));
        Write("jwt-vc-issuer.json", JsonSerializer.Serialize(IssuerDocuments.Metadata(world.Signer)));
    }

    private void WriteTokens(Receipt receipt)
    {
        var call = ReceiptWorld.Call();
        string[] disclosed = ["notice", "attributes"];
        Write("receipt.sdjwt", receipt.Present([.. receipt.SdJwt.Disclosures.Select(d => d.Name!)]));
        Write("presentation.sdjwt-kb", ReceiptPresentation.Create(receipt, disclosed, world.Hospital, ReceiptWorld.Now, call));
        Write("act-receipt.jwt", ActReceipt.Issue(
            world.Signer, ReceiptWorld.Now, ActKind.Withdraw, receipt.Grant, ReceiptWorld.Log("act"), Sha256.Hash("body"u8)));
        Write("status-list.before.jwt", StatusListOf(receipt, ReceiptStatus.Valid));
        Write("status-list.paused.jwt", StatusListOf(receipt, ReceiptStatus.Suspended));
        Write("status-list.after.jwt", StatusListOf(receipt, ReceiptStatus.Invalid));
        Write("expect.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["now"] = ReceiptWorld.Now.ToUnixTimeSeconds(),
            ["origin"] = ReceiptWorld.Origin,
            ["issuer"] = ReceiptWorld.Issuer,
            ["grant"] = receipt.Grant.ToString(),
            ["nonce"] = call.Jti,
            ["disclosed"] = disclosed,
            ["disclosable"] = receipt.SdJwt.Disclosures.Select(d => d.Name).ToArray(),
            ["status"] = new Dictionary<string, int>
            {
                ["status-list.before.jwt"] = 0, ["status-list.paused.jwt"] = 2, ["status-list.after.jwt"] = 1,
            },
        }));
    }

    private string StatusListOf(Receipt receipt, ReceiptStatus status)
    {
        var list = StatusList.CreateEmpty();
        list[receipt.Status.Index] = (int)status;
        return StatusListToken.Issue(world.Signer, receipt.Status.Uri, list, ReceiptWorld.Now, ReceiptWorld.Origin, 42);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
