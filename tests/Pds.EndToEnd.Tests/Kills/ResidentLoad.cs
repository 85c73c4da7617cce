using Google.Protobuf;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// One resident's life under load, and the memory of everything that was acknowledged to her, to the hospital and to the city about her.
/// Acts on one consent follow each other; calls for data run beside them.
/// </summary>
internal sealed class ResidentLoad(Resident resident, string firstName, HandedOut handed)
{
    private const int MostCalls = 6;
    private static readonly string[] DataReasons = ["CONSENT_WITHDRAWN", "CONSENT_PAUSED", "RESUME_EXPIRED", "CALL_REPLAYED"];

    private readonly List<GrantMemory> _grants = [];
    private readonly List<Repeat> _repeats = [];
    private readonly HashSet<string> _written = [firstName];
    private readonly HashSet<string> _attempted = [firstName];
    private GrantMemory? _current;

    public int Acknowledged { get; private set; }

    public int CutOff { get; private set; }

    private PdsClient Hospital => resident.City.Recipient;

    private ResidentDevice Device => resident.Device;

    /// <summary>Acts until told to stop or cut off. A refusal that no cut explains ends the test.</summary>
    public async Task RunAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await StepAsync(random);
            }
            catch (PdsException cut) when (IsCut(cut, stop))
            {
                CutOff++;
                return;
            }
        }
    }

    /// <summary>After the crash: what was acknowledged is there, what was repeated happened once, what was withdrawn stays withdrawn.</summary>
    public async Task CheckAsync()
    {
        await resident.ReachAsync();
        await CheckStatesAsync();
        foreach (var repeat in _repeats)
        {
            await repeat.CheckAsync();
        }

        _repeats.Clear();
        await SettleAsync();
        await CheckRecordsAsync();
        foreach (var grant in _grants)
        {
            await CheckDataAsync(grant);
        }
    }

    private Task StepAsync(Random random) => _current switch
    {
        null or { IsOver: true } => AskAsync(),
        { Possible: [ConsentState.Requested] } grant => GrantAsync(grant),
        { Possible: [ConsentState.Paused] } grant => random.Next(3) == 0 ? WithdrawAsync(grant) : ResumeAsync(grant),
        { Calls: >= MostCalls } grant => WithdrawAsync(grant),
        var grant => random.Next(100) switch
        {
            < 40 => DataAsync(grant),
            < 55 => WriteAsync(),
            < 65 => PauseAsync(grant),
            < 80 => Task.WhenAll(DataAsync(grant), WriteAsync()),
            < 90 => Task.WhenAll(DataAsync(grant), WithdrawAsync(grant)),
            _ => WithdrawAsync(grant),
        },
    };

    private async Task AskAsync()
    {
        var answer = await OnceAsync(
            "RequestConsent", id => Hospital.RequestConsentAsync(resident.HospitalRef, [RunningCity.Registration], id));
        Remember(answer);
    }

    private void Remember(ConsentRequest request)
    {
        _current = new GrantMemory(request.Items.Single());
        _grants.Add(_current);
    }

    // A device signs afresh each time, so a Grant is not repeated byte for byte; its state says whether it happened.
    private async Task GrantAsync(GrantMemory grant)
    {
        var document = await Device.ShowDocumentAsync(grant.Item);
        grant.Try(ConsentState.Active);
        var granted = await Device.GrantAsync(document);
        grant.Settle(granted.Consent);
        handed.Take(granted.Receipt.Evidence);
        Acknowledged++;
        await Hospital.FetchReceiptAsync(grant.GrantId);
    }

    private async Task PauseAsync(GrantMemory grant)
    {
        var item = grant.Item;
        grant.Try(ConsentState.Paused);
        Settle(grant, await OnceAsync("Pause", id => Device.PauseAsync(item, id)));
    }

    private async Task ResumeAsync(GrantMemory grant)
    {
        var item = grant.Item;
        grant.Try(ConsentState.Active);
        Settle(grant, await OnceAsync("Resume", id => Device.ResumeAsync(item, id)));
    }

    private async Task WithdrawAsync(GrantMemory grant)
    {
        grant.Try(ConsentState.Withdrawn);
        Settle(grant, await OnceAsync("Withdraw", id => Device.WithdrawAsync(grant.GrantId, id)));
    }

    private void Settle(GrantMemory grant, ConsentActResponse answer)
    {
        grant.Settle(answer.Consent);
        handed.Take(answer.Evidence);
    }

    private async Task WriteAsync()
    {
        var name = "見本 " + Guid.NewGuid().ToString("N")[..12];
        lock (_attempted)
        {
            _attempted.Add(name);
        }

        await resident.WriteNameAsync(name);
        Acknowledged++;
        lock (_attempted)
        {
            _written.Add(name);
        }
    }

    private async Task DataAsync(GrantMemory grant)
    {
        if (Hospital.Receipts.Find(grant.GrantId) is null)
        {
            await Hospital.FetchReceiptAsync(grant.GrantId); // The line was cut between the grant and its receipt.
        }

        grant.Calls++;
        var call = await Hospital.PrepareAsync(new DataRequest(grant.GrantId, ["name"]));
        try
        {
            var opened = await Hospital.SendAsync(call);
            handed.Take(opened);
            grant.LastData = (call, opened);
            Acknowledged++;
        }
        catch (PdsException refusal) when (DataReasons.Contains(refusal.Reason))
        {
            // A withdrawal beside it won, or the line was cut and the sweeper closed the intent.
        }
    }

    private async Task<T> OnceAsync<T>(string name, Func<string, Task<T>> act)
        where T : IMessage
    {
        var id = Guid.NewGuid().ToString("N");
        var repeat = new Repeat(name, async () => await act(id));
        _repeats.Add(repeat);
        var answer = await act(id);
        repeat.Answer = answer;
        Acknowledged++;
        return answer;
    }

    private async Task CheckStatesAsync()
    {
        var seen = await SeenAsync();
        foreach (var grant in _grants)
        {
            seen.Should().ContainKey(grant.GrantId, "an acknowledged request is never lost");
            grant.Possible.Should().Contain(seen[grant.GrantId].State, "{0} was acknowledged to be in one of these states", grant.GrantId);
        }
    }

    // A request that was cut off may exist now: it is hers, and the load goes on from there.
    private async Task SettleAsync()
    {
        foreach (var (id, item) in await SeenAsync())
        {
            if (_grants.Find(known => known.GrantId == id) is { } grant)
            {
                grant.Settle(item);
            }
            else
            {
                _grants.Add(new GrantMemory(item));
            }
        }

        _grants.Should().OnlyHaveUniqueItems(grant => grant.GrantId);
        _current = _grants.FindLast(grant => !grant.IsOver);
    }

    private async Task<Dictionary<string, Protocol.V1.Consent>> SeenAsync() => await Device.ListRequestsAsync()
        .SelectMany(request => request.Items.ToAsyncEnumerable())
        .ToDictionaryAsync(item => item.GrantId);

    private async Task CheckRecordsAsync() =>
        (await Device.ListRecordsAsync().CountAsync()).Should().BeInRange(_written.Count, _attempted.Count, "records acknowledged are there, and no others");

    private async Task CheckDataAsync(GrantMemory grant)
    {
        if (grant.Item.State == ConsentState.Active)
        {
            await Hospital.FetchReceiptAsync(grant.GrantId);
            await CheckRepeatedDataAsync(grant);
            grant.Calls++;
            var opened = await Hospital.RequestDataAsync(new DataRequest(grant.GrantId, ["name"]));
            handed.Take(opened);
            var names = NamesOf(opened);
            names.Should().Contain(_written, "a record that was acknowledged can be read");
            names.Should().BeSubsetOf(_attempted);
            names.Should().HaveCount(await Device.ListRecordsAsync().CountAsync(), "what is listed can be opened");
        }
        else if (Hospital.Receipts.Find(grant.GrantId) is not null)
        {
            var refusal = await Refusal.OfAsync(() => Hospital.RequestDataAsync(new DataRequest(grant.GrantId, ["name"])));
            refusal.Reason.Should().Be(grant.Item.State == ConsentState.Paused ? "CONSENT_PAUSED" : "CONSENT_WITHDRAWN");
            if (grant.LastData is { } last && grant.IsOver)
            {
                (await Refusal.OfAsync(() => Hospital.SendAsync(last.Call))).Reason.Should().Be("CONSENT_WITHDRAWN", "a withdrawal wins over a repeat");
            }
        }
    }

    private async Task CheckRepeatedDataAsync(GrantMemory grant)
    {
        if (grant.LastData is not { } last)
        {
            return;
        }

        var again = await Hospital.SendAsync(last.Call);
        handed.Take(again);
        again.Evidence.IntentIndex.Should().Be(last.Answer.Evidence.IntentIndex, "the same call stands under the same intent");
        NamesOf(again).Should().BeEquivalentTo(NamesOf(last.Answer));
    }

    private static IReadOnlyList<string> NamesOf(OpenedData opened) => [.. opened.Records.Select(record => record.Text("name")!)];

    // After SIGKILL a call fails at the transport, or its own retry meets the restarted server and is told that the act was done before.
    private static bool IsCut(PdsException failure, CancellationToken stop) =>
        stop.IsCancellationRequested
        && failure.Reason is LocalReasons.ServerUnreachable or "CONCURRENT_CHANGE" or "INTERNAL" or "CANCELLED" or "DEADLINE_EXCEEDED"
            or "ETAG_MISMATCH" or "MOVE_NOT_ALLOWED" or "LEDGER_UNAVAILABLE";
}
