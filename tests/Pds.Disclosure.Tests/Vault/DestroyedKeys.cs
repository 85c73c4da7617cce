using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests.Vault;

/// <summary>
/// Promise 5: with a resident's keys gone, data and history are ciphertext, and every proof given out before still verifies. The act that
/// destroys them on a resident's word comes later; here the rows are deleted by hand.
/// </summary>
public sealed class DestroyedKeys : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;
    private ISet<string> before = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        before = city.ChainKeyRows();
        await city.WriteAsync(resident);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    public async Task Without_the_root_key_a_resident_has_no_vault_and_a_record_no_plaintext()
    {
        (await ReadAsync()).Single().Values.Should().NotBeEmpty();

        await city.RecordRowsAsync([new Change.Delete(new RowKey(Table.ResidentKeys, resident.ToString()))]);

        (await ReadAsync()).Should().OnlyContain(record => record.Values.Count == 0);
    }

    [Fact]
    public async Task Without_the_chain_keys_history_is_unreadable_and_proofs_still_verify()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var answer = (RequestDataOutcome.Given)await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);
        var ofResident = city.ChainKeyRows().Except(before).ToList();
        ofResident.Should().NotBeEmpty();

        await city.RestartWithoutChainKeysAsync(ofResident);

        var read = async () => await city.ChainAsync(resident);
        (await read.Should().NotThrowAsync()).Which.Should().BeEmpty();
        foreach (var entry in new[] { answer.Intent, answer.Disclosed })
        {
            entry.ToTlogProof().TryVerify(city.Recorder.Verifier, entry.Commitment, out _).Should().BeTrue();
            var fresh = await city.Recorder.ProveAsync(entry.Index, city.Stop);
            fresh!.TryVerify(city.Recorder.Verifier, entry.Commitment, out _).Should().BeTrue();
        }
    }

    private async Task<IReadOnlyList<ListedRecord>> ReadAsync() =>
        await new ListRecords(city.Custodian, city.Rows).RunAsync(resident, null, withValues: true, 0, 10, city.Stop).ToListAsync(city.Stop);
}
