using System.Text;
using Pds.Client;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Quickstart;

/// <summary>Scenario SC1, told from top to bottom. Every sentence with a number is a check; the first that fails ends the walk.</summary>
internal sealed class Walk(ServerProcess server, City city, EvidenceFolder? evidence)
{
    public const int Steps = 11;

    private const string Hospital = "むつ総合病院";
    private const string University = "見本大学病院";
    private const string Registration = "hospital-registration@1";
    private const string Booking = "hospital-booking@1";
    private const string History = "hospital-history@1";

    private readonly Checks _checks = new();
    private ResidentDevice _hanako = null!;
    private PdsClient _hospital = null!;
    private Labels _labels = null!;

    public async Task<int> RunAsync()
    {
        await EnrollOrganizationsAsync();
        var others = await EnrollResidentsAsync();
        await WriteRecordsAsync(others);
        var asked = await AskAsync();
        var granted = await AnswerAsync(asked);
        var receipts = await FetchReceiptsAsync(granted);
        var opened = await OpenAsync(granted);
        await ReadHistoryAsync(granted);
        var proof = await WithdrawAsync(granted, receipts, opened);
        await CheckOfflineAsync(receipts, opened, proof);
        return _checks.Count;
    }

    private async Task EnrollOrganizationsAsync()
    {
        Step("市民課と、ほかの組織を登録します");
        var steward = await city.EnrollStewardAsync();
        That(steward.OrganizationId.StartsWith("org_", StringComparison.Ordinal), "市民課が、最初の合い言葉で証明書を受け取った");
        _hospital = await city.EnrollOrganizationAsync(Hospital, OrganizationRole.Recipient, OrganizationRole.Source);
        await city.EnrollOrganizationAsync(University, OrganizationRole.Source);
        await city.EnrollOrganizationAsync("しもきた水道", OrganizationRole.Recipient, OrganizationRole.Source);
        await city.EnrollOrganizationAsync("むつ市 企画課", OrganizationRole.Recipient, OrganizationRole.Source);
        var active = await steward.Steward.ListOrganizationsAsync().CountAsync(found => found.State == OrganizationState.Active);
        That(active == 5, "市民課と4つの組織が、一度だけ使える合い言葉と自分で作った鍵で登録できた");
        _labels = await Labels.ReadAsync(_hospital);
        var approved = await _hospital.ListPurposesAsync().Where(purpose => purpose.State == PurposeState.Approved).ToListAsync();
        That(
            approved.Count(purpose => purpose.Recipient == _hospital.OrganizationId) >= 3,
            $"審査会が認めた目的が {approved.Count} 件、目録にある");
    }

    private async Task<List<ResidentDevice>> EnrollResidentsAsync()
    {
        Step("見本 花子さんたちが、窓口で保管庫を作ります");
        _hanako = await city.EnrollResidentAsync();
        var others = new List<ResidentDevice> { await city.EnrollResidentAsync(), await city.EnrollResidentAsync() };
        Say.Line("見本 花子（68歳）、見本 太郎（41歳）、見本 さくら（19歳）のスマートフォンに、それぞれの鍵ができました。");
        var forHospital = await _hanako.IssueReferenceAsync(_hospital.OrganizationId);
        var forCity = await _hanako.IssueReferenceAsync(city.Steward.OrganizationId);
        That(forHospital != forCity, "花子さんを指す番号は、相手ごとに別の番号になっている");
        return others;
    }

    private async Task WriteRecordsAsync(List<ResidentDevice> others)
    {
        Step("市役所、病院、水道、企画課が、署名した記録を保管庫に入れます");
        var steward = city.Steward;
        await WriteAsync(steward, _hanako, to => SampleRecords.BasicFour(
            to, "見本 花子", "ミホン ハナコ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1958, 3, 3), "女"));
        await WriteAsync(steward, _hanako, SampleRecords.EmergencyContact);
        await WriteAsync(city[University], _hanako, SampleRecords.Appointment);
        await WriteAsync(_hospital, _hanako, SampleRecords.Condition);
        await WriteAsync(city["しもきた水道"], _hanako, SampleRecords.WaterContract);
        await WriteAsync(city["むつ市 企画課"], _hanako, to => SampleRecords.Survey(to, "60代", "大畑", 7));
        await WriteAsync(steward, others[0], to => SampleRecords.BasicFour(
            to, "見本 太郎", "ミホン タロウ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1985, 7, 21), "男"));
        await WriteAsync(steward, others[1], to => SampleRecords.BasicFour(
            to, "見本 さくら", "ミホン サクラ", "青森県むつ市見本町4丁目5番6号", new DateOnly(2007, 4, 10), "女"));

        var held = await _hanako.ListRecordsAsync().ToListAsync();
        That(held.Count == 6, "花子さんの保管庫に、6種類の記録が入った");
        That(held.Select(record => record.Source).Distinct().Count() == 5, "どの記録にも、書いた組織の名前が残っている");
        That((await others[0].ListRecordsAsync().ToListAsync()).Count == 1, "太郎さんの保管庫には、太郎さんの記録だけがある");
    }

    private async Task<ConsentRequest> AskAsync()
    {
        Step($"{Hospital}が、花子さんに3つのお願いをします");
        var reference = await _hanako.IssueReferenceAsync(_hospital.OrganizationId);
        var asked = await _hospital.RequestConsentAsync(reference, [Registration, Booking, History]);
        That(asked.Items.Count == 3 && asked.Items.All(item => item.State == ConsentState.Requested), "3つのお願いが、花子さんの返事を待っている");
        var refusal = await RefusedAsync(() => _hospital.RequestDataAsync(new DataRequest(asked.Items[0].GrantId, ["name"])));
        That(refusal.Reason == LocalReasons.ReceiptUnknown, $"返事の前には、病院はデータを頼むこともできない（{refusal.Reason}）");
        return asked;
    }

    private async Task<Granted> AnswerAsync(ConsentRequest asked)
    {
        Step("花子さんが読んで、2つに「はい」、1つに「いいえ」と答えます");
        var seen = await _hanako.ListRequestsAsync().SingleAsync(request => request.ConsentRequestId == asked.ConsentRequestId);
        var purposes = await _hospital.ListPurposesAsync().ToDictionaryAsync(purpose => $"{purpose.Code}@{purpose.Version}");
        foreach (var item in seen.Items)
        {
            var purpose = purposes[item.Purpose];
            Say.Line($"・{purpose.NameJa} … {purpose.TextJa}");
            Say.Line($"  よいこと: {purpose.BenefitJa}");
            Say.Line($"  ことわると: {purpose.RefusalConsequenceJa}");
            Say.Line($"  項目: {_labels.Of(item.Dataset, item.Terms.Fields)}／{Words.Day(item.Terms.EndTime)}まで");
        }

        var registration = Item(seen, Registration);
        var booking = Item(seen, Booking);
        // 花子 leaves her sex out: the purpose works without it.
        var narrower = new Narrowing { Fields = { registration.Terms.Fields.Where(field => field != "sex") } };
        var document = await _hanako.ShowDocumentAsync(registration, narrower);
        That(
            document.Text.Contains("受付のときの本人確認", StringComparison.Ordinal) && !document.Text.Contains("\"sex\"", StringComparison.Ordinal),
            "花子さんの選んだとおりの同意書が示され、端末はそのバイト列だけに署名する");
        var first = await _hanako.GrantAsync(document);
        That(first.Consent.State == ConsentState.Active, "「受付のときの本人確認」に「はい」（性別だけは渡さない）");
        That(!first.Consent.Terms.Fields.Contains("sex"), "渡さないと決めた項目は、同意に入っていない");
        var second = await _hanako.GrantAsync(await _hanako.ShowDocumentAsync(booking));
        That(second.Consent.State == ConsentState.Active, "「診察と入院の日どりの調整」に「はい」");
        var declined = await _hanako.DeclineAsync(Item(seen, History));
        That(declined.Consent.State == ConsentState.Declined, "「これまでの病気」には「いいえ」。断ったことも記録される");
        evidence?.Write("consent-document.json", document.Bytes);
        return new Granted(first.Consent.GrantId, second.Consent.GrantId, declined.Consent.GrantId, document);
    }

    private async Task<List<KeptReceipt>> FetchReceiptsAsync(Granted granted)
    {
        Step("病院が、同意の受領証を受け取って確かめます");
        var kept = await _hospital.FetchNewReceiptsAsync().ToListAsync();
        That(kept.Count == 2, "受領証が2通、手元の受領証の帳面に入った");
        var mine = kept.Single(receipt => receipt.GrantId == granted.Registration);
        That(_hospital.Verifier.TryVerifyReceipt(mine.Receipt, DateTimeOffset.UtcNow, out var receipt), "受領証に、市の正しい署名がある");
        That(
            (await ReadJwksAsync()).Contains(receipt!.SdJwt.IssuerJwt.Kid!, StringComparison.Ordinal), "公開の鍵の一覧に、署名した鍵がのっている");
        That(receipt.ConsentDigest.AsSpan().SequenceEqual(granted.Document.Digest), "受領証は、花子さんが見た同意書と同じものを指している");
        Say.Line($"受領証: 目的 {receipt.Purpose}／{Words.Day(receipt.Expires)}まで");
        Say.Line($"        項目 {string.Join("、", receipt.Attributes!.Select(attribute => attribute.Label))}");
        var missing = await RefusedAsync(() => _hospital.FetchReceiptAsync(granted.History));
        That(missing.Reason.Length > 0, $"断られたお願いには、受領証がない（{missing.Reason}）");
        evidence?.Write("receipt.sdjwt", mine.Receipt);
        return kept;
    }

    private async Task<OpenedData> OpenAsync(Granted granted)
    {
        Step("病院が、受付のためにデータを頼んで開きます");
        var opened = await _hospital.RequestDataAsync(
            new DataRequest(granted.Registration, ["name", "name_kana", "address", "birth_date"]));
        var record = opened.Records.Single();
        Say.Line($"開いたデータ: {record.Text("name")}（{record.Text("name_kana")}） {record.Text("address")} {record.Text("birth_date")}");
        That(record.Text("name") == "見本 花子" && record.Text("birth_date") == "1958-03-03", "市民課が署名した花子さんの記録が開いた");
        That(record.Fields.Count == 4 && !record.Fields.ContainsKey("sex"), "頼んだ4つの項目だけが届いた");
        That(record.Source == city.Steward.OrganizationId, "記録には、書いた市民課の署名がついている");
        That(opened.Evidence.IntentIndex < opened.Evidence.DisclosedIndex, "開く前に、台帳に「渡します」「渡しました」の順で記録された");

        var booking = await _hospital.RequestDataAsync(new DataRequest(granted.Booking, ["status", "start", "location"]));
        Say.Line($"ほかの病院の予約: {booking.Records.Single().Text("start")}");
        That(booking.Records.Single().Source == city[University].OrganizationId, "もう1つの同意では、大学病院の予約の日どりが開いた");

        var over = await RefusedAsync(() => _hospital.RequestDataAsync(new DataRequest(granted.Registration, ["name", "sex"])));
        That(over.Reason == "FIELDS_NOT_GRANTED", $"渡さないと決めた項目を頼むと、断られる（{over.Reason}）");
        return opened;
    }

    private async Task ReadHistoryAsync(Granted granted)
    {
        Step("花子さんが、だれが何に使ったかを見ます");
        var uses = await _hanako.ListUsesAsync().ToListAsync();
        await ShowAsync(uses);
        That(uses.Any(use => use.GrantId == granted.Registration && use.Outcome == UseOutcome.Disclosed), "受付で使われたことが、花子さんの履歴にある");
        That(uses.Any(use => use.GrantId == granted.Booking && use.Outcome == UseOutcome.Disclosed), "日どりの調整で使われたことも、履歴にある");
        That(uses.Any(use => use.Outcome == UseOutcome.Refused && use.Reason == "FIELDS_NOT_GRANTED"), "断られた呼び出しも、履歴にある");
        var first = uses.First(use => use.Outcome == UseOutcome.Disclosed);
        That(_hospital.Verifier.TryVerifyEntry(first.Evidence, out _), "履歴の1行が、台帳の証明で確かめられる");
    }

    private async Task<LedgerEvidence> WithdrawAsync(Granted granted, List<KeptReceipt> receipts, OpenedData opened)
    {
        Step("翌日、花子さんが受付の同意をやめます。病院の次の呼び出しは断られます");
        var mine = receipts.Single(receipt => receipt.GrantId == granted.Registration);
        using var open = new PublicLog(server.Address, server.CityCaFile);
        var before = await StatusAsync(open, mine, Pds.Consent.ReceiptStatus.Valid);
        var stopped = await _hanako.WithdrawAsync(granted.Registration);
        That(stopped.Consent.State == ConsentState.Withdrawn, "「やめる」が記録された");
        That(
            _hospital.Verifier.TryVerifyAct(stopped.ActReceipt, DateTimeOffset.UtcNow, out var act)
            && act.Kind == Pds.Consent.ActKind.Withdraw, "花子さんは、やめた証拠の受領証を受け取った");

        var refusal = await RefusedAsync(() => _hospital.RequestDataAsync(new DataRequest(granted.Registration, ["name"])));
        Say.Line($"病院への返事: {refusal.Message}");
        That(refusal.Reason == "CONSENT_WITHDRAWN" && !refusal.Retryable, $"病院のすぐ次の呼び出しが断られた（{refusal.Reason}）");
        var still = await _hospital.RequestDataAsync(new DataRequest(granted.Booking, ["status", "start"]));
        That(still.Records.Count == 1, "やめていないほうの同意は、そのまま使える");

        var uses = await _hanako.ListUsesAsync(granted.Registration).ToListAsync();
        await ShowAsync(uses);
        That(
            uses.Any(use => use.Outcome == UseOutcome.Disclosed) && uses.Any(use => use.Reason == "CONSENT_WITHDRAWN"),
            "使われた行と断られた行が、どちらも花子さんの履歴にある");
        That(
            _hospital.Verifier.TryVerifyEntry(stopped.Evidence, out var withdrawn) && withdrawn.Index > opened.Evidence.DisclosedIndex,
            "渡した記録はすべて、やめた記録より前にある");
        var after = await StatusAsync(open, mine, Pds.Consent.ReceiptStatus.Invalid);
        That(before != after, "だれが見るかを市に知られずに見られる公開の状態表で、受領証が無効になった");
        evidence?.Write("status-list.before.jwt", before);
        evidence?.Write("status-list.after.jwt", after);
        return stopped.Evidence;
    }

    private async Task CheckOfflineAsync(List<KeptReceipt> receipts, OpenedData opened, LedgerEvidence withdrawn)
    {
        Step("サーバーを止めて、証拠だけで確かめます");
        var proof = opened.Evidence;
        using var open = new PublicLog(server.Address, server.CityCaFile);
        var keys = await PublishedKeys.ReadAsync(open, server.CityCaFile);
        var checkpoint = await open.WaitForAsync(keys.Log, withdrawn.Index);
        var folder = evidence?.Folder ?? Directory.CreateTempSubdirectory("pds-quickstart-log-").FullName;
        await open.DownloadAsync(checkpoint, folder);
        await server.StopAsync();
        That(server.HasStopped, "サーバーを止めた。ここからは、公開の鍵と手元のファイルだけで確かめる");

        var offline = new OfflineVerifier(keys.Log, keys.Root);
        That(LogChecker.Check(folder, keys.Log) is LogCheck.Sound, $"台帳の木を、ファイルだけから最後まで計算し直して一致した（{checkpoint.Size}行）");
        That(offline.TryVerifyEntry(proof.IntentProof, out _), "「渡します」の記録の証明が正しい");
        That(
            offline.TryVerifyEntry(proof.DisclosedProof, out var disclosed) && disclosed.Entry is Disclosed released
            && released.CiphertextSha256.AsSpan().SequenceEqual(Pds.Cryptography.Sha256.Hash(proof.SealedData)),
            "「渡しました」の証明が、届いた封のバイト列と一致する");
        That(offline.TryVerifyAct(proof.UseReceipt, DateTimeOffset.UtcNow, out _), "利用の受領証に、市の正しい署名がある");
        That(!offline.TryVerifyEntry(OneLetterChanged(proof.DisclosedProof), out _), "証明を1文字でも変えると、見やぶられる");
        var mine = receipts.Single(receipt => receipt.GrantId == opened.GrantId);
        That(!offline.TryVerifyReceipt(OneLetterChanged(mine.Receipt), DateTimeOffset.UtcNow, out _), "受領証を1文字でも変えると、見やぶられる");
        if (evidence is null)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            new EvidenceFiles(evidence, city, server).Write(keys, mine, opened, Hospital);
            evidence.Write("checks.json", _checks.ToJson(keys.Log.Name, DateTimeOffset.UtcNow));
            Say.Line($"証拠のファイルを残しました: {evidence.Folder}");
        }
    }

    private async Task<string> StatusAsync(PublicLog open, KeptReceipt kept, Pds.Consent.ReceiptStatus wanted)
    {
        _ = _hospital.Verifier.TryVerifyReceipt(kept.Receipt, DateTimeOffset.UtcNow, out var receipt);
        var path = new Uri(receipt!.Status.Uri).PathAndQuery;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var token = await open.GetTextAsync(path);
            if (_hospital.Verifier.TryVerifyStatus(token, receipt, DateTimeOffset.UtcNow, out var status) && status == wanted)
            {
                return token;
            }

            await Task.Delay(200);
        }

        throw new SurpriseException($"公開の状態表が、20秒たっても {wanted} になりません。");
    }

    private static async Task WriteAsync(PdsClient source, ResidentDevice resident, Func<string, RecordDraft> draft)
    {
        var reference = await resident.IssueReferenceAsync(source.OrganizationId);
        await source.WriteRecordAsync(draft(reference));
    }

    private static ConsentItem Item(ConsentRequest request, string purpose) => request.Items.Single(item => item.Purpose == purpose);

    private static async Task<PdsException> RefusedAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (PdsException refusal)
        {
            return refusal;
        }

        throw new SurpriseException("断られるはずの呼び出しが、通ってしまいました。");
    }

    // A refused line names the consent; what it was for she reads from her own list of consents.
    private async Task ShowAsync(IEnumerable<Use> uses)
    {
        var consents = await _hanako.ListConsentsAsync().ToDictionaryAsync(consent => consent.GrantId);
        foreach (var use in uses)
        {
            var consent = consents[use.GrantId];
            Say.Line($"{Words.Clock(use.Time)}  {Hospital}  「{_labels.OfPurpose(consent.Purpose)}」  {_labels.Outcome(use, consent.Dataset)}");
        }
    }

    private async Task<string> ReadJwksAsync()
    {
        using var open = new PublicLog(server.Address, server.CityCaFile);
        return await open.GetTextAsync("/.well-known/jwks.json");
    }

    private static string OneLetterChanged(string text)
    {
        var changed = new StringBuilder(text);
        var at = text.Length / 2;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        return changed.ToString();
    }

    private void Step(string text)
    {
        _checks.Begin(text);
        Say.Step(Steps, text);
    }

    private void That(bool holds, string text) => _checks.That(holds, text);

    /// <summary>What 花子 answered.</summary>
    private sealed record Granted(string Registration, string Booking, string History, ShownDocument Document);
}
