using System.Collections.Concurrent;
using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure.Tests.Order;

/// <summary>What can be done about one resident, by the real acts on the real recorder, with the time before and after written down.</summary>
internal sealed class Actors(City city, ResidentId resident)
{
    private readonly ActReceipts receipts = new(city.Recorder, city.Signer);
    private readonly ConcurrentBag<Step> steps = [];
    private long ticks;
    private int addresses;

    public IReadOnlyList<Step> Steps => [.. steps];

    /// <summary>Consents given so far; a later one may take an earlier one's place.</summary>
    public Given[] Consents { get; } = new Given[3];

    public ConcurrentQueue<RecordId> Records { get; } = [];

    public async Task StartAsync()
    {
        await NewRecordAsync();
        await NewRecordAsync();
        for (var place = 0; place < Consents.Length; place++)
        {
            await GiveAsync(place);
        }
    }

    /// <summary>One act drawn by the generator.</summary>
    public Task ActAsync(Random random)
    {
        var (place, record) = (random.Next(Consents.Length), Records.ElementAt(random.Next(Records.Count)));
        return random.Next(100) switch
        {
            < 3 => NewRecordAsync(),
            < 20 => RenewAsync(record),
            < 25 => GiveAsync(place),
            < 35 => PauseAsync(Consents[place]),
            < 47 => ResumeAsync(Consents[place]),
            < 51 => WithdrawAsync(Consents[place]),
            < 80 => AskAsync(Consents[place]),
            < 87 => ListConsentsAsync(),
            < 94 => ListRecordsAsync(),
            _ => ReadHistoryAsync(),
        };
    }

    private Task NewRecordAsync() => DoAsync(async () =>
    {
        var address = NewAddress();
        var record = await city.WriteAsync(resident, address: address);
        Records.Enqueue(record);
        return new Answer.Wrote(record, 1, address);
    });

    private Task RenewAsync(RecordId record) => DoAsync(async () =>
    {
        var address = NewAddress();
        return await city.TryWriteAsync(resident, record, address: address) switch
        {
            WriteRecordOutcome.Written written => new Answer.Wrote(record, written.Version, address),
            WriteRecordOutcome.Refused { Why: RecordRefusal.ConcurrentChange } => new Answer.NotWritten(record),
            var other => throw new InvalidOperationException(other.ToString()),
        };
    });

    private Task GiveAsync(int place) => DoAsync(async () =>
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["address"]);
        Consents[place] = given;
        return new Answer.Granted(given.Id);
    });

    private Task PauseAsync(Given given) => MoveAsync(given, GrantMove.Pause, new PauseConsent(city.Recorder, receipts).RunAsync);

    private Task ResumeAsync(Given given) => MoveAsync(given, GrantMove.Resume, new ResumeConsent(city.Recorder, receipts).RunAsync);

    private Task WithdrawAsync(Given given) =>
        MoveAsync(given, GrantMove.Withdraw, new WithdrawConsent(city.Recorder, receipts, city.Latch).RunAsync);

    private Task MoveAsync(Given given, GrantMove move, Func<ResidentAct, CancellationToken, ValueTask<Outcome<ConsentAct>>> act) =>
        DoAsync(async () => await act(new ResidentAct { Resident = resident, Grant = given.Id }, city.Stop) switch
        {
            Outcome<ConsentAct>.Done done => new Answer.Moved(given.Id, move, done.Value.Entry.Index, done.Value.Grant.State),
            Outcome<ConsentAct>.Refused no => new Answer.NotMoved(given.Id, move, no.Reason),
            _ => throw new InvalidOperationException("An act is done or refused."),
        });

    private Task AskAsync(Given given)
    {
        var input = given.Ask("address");
        return DoAsync(async () => await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop) switch
        {
            RequestDataOutcome.Given answer =>
                new Answer.GotData(given.Id, answer.Intent.Index, answer.Disclosed.Index, Open(given, input, answer)),
            RequestDataOutcome.Refused no => new Answer.NoData(given.Id, no.Reason),
            _ => throw new InvalidOperationException("Data is given or refused."),
        });
    }

    private Task ListConsentsAsync() => DoAsync(async () =>
    {
        var listed = await new ListConsents(city.Rows).OfResidentAsync(resident, 0, IRowReader.MaxRows, city.Stop);
        return new Answer.SawConsents(listed.ToDictionary(view => view.Grant.Id, view => view.Grant.State));
    });

    private Task ListRecordsAsync() => DoAsync(async () =>
    {
        var listed = await new ListRecords(city.Custodian, city.Rows).RunAsync(resident, null, true, 0, IRowReader.MaxRows, city.Stop).ToListAsync(city.Stop);
        return new Answer.SawRecords(listed.ToDictionary(one => RecordIdOf(one.Stored), one => one.Values["address"].GetString()!));
    });

    private Task ReadHistoryAsync() => DoAsync(async () => new Answer.SawHistory((await city.ChainAsync(resident)).Count));

    private async Task DoAsync(Func<Task<Answer>> act)
    {
        var invoked = Interlocked.Increment(ref ticks);
        var answer = await act();
        steps.Add(new Step(invoked, Interlocked.Increment(ref ticks), answer));
    }

    private string NewAddress() => $"青森県むつ市見本町{Interlocked.Increment(ref addresses)}番";

    private static RecordId RecordIdOf(StoredRecord stored) =>
        RecordId.TryParse(stored.Record, out var id) ? id : throw new InvalidOperationException("A record without an identifier.");

    private static IReadOnlyList<string> Open(Given given, RequestDataInput input, RequestDataOutcome.Given answer)
    {
        given.TryOpen(input, answer, given.Recipient.EncryptionKey, out var plaintext).Should().BeTrue();
        using var delivered = JsonDocument.Parse(plaintext);
        return [.. delivered.RootElement.GetProperty("records").EnumerateArray()
            .SelectMany(record => record.GetProperty("disclosures").EnumerateArray())
            .Select(text => SdDisclosure.TryParse(text.GetString()!, out var disclosure) ? disclosure.Value.GetString()! : "unreadable")];
    }
}
