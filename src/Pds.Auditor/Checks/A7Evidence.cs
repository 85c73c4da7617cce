using System.Globalization;
using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A7: each consent has the document the resident saw, it says what the entry says, and the evidence over it is the resident's: by a device or a
/// passkey that the same chain enrolled before, a paper form that two people of the staff read, at the counter in a clerk's open visit, or a sign-in that
/// a provider key signed which the operator's chain entered before, by whom the same chain linked before. A yes in the resident's place is by somebody
/// whom the same chain's mandate names.
/// </summary>
/// <param name="book">What the log says.</param>
/// <param name="origin">The ledger's origin.</param>
internal sealed class A7Evidence(GrantBook book, string origin)
{
    private readonly HashSet<GrantId> seen = [];
    private readonly SittingJudge judge = new(book);

    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A7");

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);

    /// <summary>What is wrong with a document by itself; null for nothing, and for one of no opened consent. Changes nothing: for any thread.</summary>
    public Failure? Examine(ExportedConsent consent, string place) =>
        !book.Grants.TryGetValue(consent.Grant, out var life) ? null
        : !IsEntered(consent, life.Granted) ? new Failure(Fault.DocumentDiffers, Severity.Tampered, place, life.Index)
        : !CanonicalJson.TryParse(consent.Signed.Document, out var document) || !SaysTheSame(document, life.Granted)
            ? new Failure(Fault.DocumentContradicts, Severity.Finding, place, life.Index)
        : !IsByThePerson(consent, document, life) ? new Failure(Fault.EvidenceWrong, Severity.Finding, place, life.Index)
        : null;

    /// <summary>The next document, with what was found in it.</summary>
    public void See(ExportedConsent consent, Failure? found, string place)
    {
        Report.Look();
        if (!book.Grants.ContainsKey(consent.Grant) || !seen.Add(consent.Grant))
        {
            Report.Fail(Fault.DocumentUnknown, Severity.Tampered, place);
        }
        else if (found is not null)
        {
            Report.Fail(found);
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        foreach (var life in book.Grants.Values.Where(life => !seen.Contains(life.Granted.Grant)))
        {
            Report.Fail(Fault.DocumentMissing, Severity.Tampered, leaf: life.Index);
        }
    }

    private static bool IsEntered(ExportedConsent consent, ConsentGranted granted) =>
        FixedTime.Equals(ConsentDocument.DigestOf(consent.Signed.Document), granted.ConsentDigest)
        && FixedTime.Equals(Sha256.Hash(consent.Signed.Evidence), granted.EvidenceDigest)
        && consent.Signed.EvidenceType == granted.EvidenceType;

    private bool SaysTheSame(JsonElement document, ConsentGranted granted) =>
        Text(document, "origin") == origin
        && Text(document, "grant_id") == granted.Grant.ToString()
        && Text(document, "recipient", "id") == granted.Recipient.ToString()
        && Text(document, "purpose", "id") == granted.Purpose
        && Text(document, "terms", "starts") == Instant.Format(granted.Starts)
        && Text(document, "terms", "ends") == Instant.Format(granted.Ends)
        && Text(document, "terms", "mode") == granted.Mode
        && Text(document, "terms", "data_from") == Day(granted.DataFrom)
        && Text(document, "terms", "data_until") == Day(granted.DataUntil)
        && Number(document, "terms", "calls") == granted.CallsPerPeriod
        && Text(document, "terms", "period") == granted.Period
        && Member(document, "terms", "retention_days") is { ValueKind: JsonValueKind.Number } days && days.GetInt64() == granted.RetentionDays
        && Member(document, "terms", "fields") is { ValueKind: JsonValueKind.Array } fields
        && fields.EnumerateArray().Select(field => field.ToString()).SequenceEqual(granted.Fields, StringComparer.Ordinal);

    private bool IsByThePerson(ExportedConsent consent, JsonElement document, GrantLife life) =>
        life.Granted.Acting is not { Channel: "letter" } // Who signed in by a letter starts nothing, whatever evidence stands beside it.
        && Evidence.TryParse(consent.Signed.EvidenceType, consent.Signed.Evidence, out var evidence)
        && Instant.TryParse(Text(document, "prepared_at"), out var shown)
        && (evidence, consent.Key) switch
        {
            (Evidence.DeviceSignature signature, EvidenceKey.Device device) =>
                life.Granted.Acting?.Mandate is null && IsByDevice(signature, device.Key, life, shown),
            (Evidence.Counter counter, EvidenceKey.Provider) =>
                IsAtTheCounter(counter, life) && judge.IsBy(counter.SignIn, consent.Key, AgreedIn(life), shown),
            (Evidence.Paper paper, EvidenceKey.Entries) => IsOnPaper(paper, life),
            _ => judge.IsBy(evidence, consent.Key, AgreedIn(life), shown),
        };

    // The auditor has no id of the resident: the device is theirs because the same chain enrolled it. Any id serves to compare with itself.
    private bool IsByDevice(Evidence.DeviceSignature signature, Es256PublicKey key, GrantLife life, DateTimeOffset shown)
    {
        if (!DeviceId.TryParse(key.Jkt, out var id)
            || !book.Devices.TryGetValue(key.Jkt, out var enrolled) || enrolled.Chain != life.Chain || enrolled.Index >= life.Index)
        {
            return false;
        }

        var somebody = ResidentId.New();
        return EvidenceCheck.TryVerify(
            signature,
            new Device(id, somebody, key, life.Granted.At),
            new EvidenceExpected(origin, somebody, life.Granted.Grant, life.Granted.ConsentDigest, shown, life.Granted.At));
    }

    private static AgreedTo AgreedIn(GrantLife life) =>
        new(life.Chain, life.Index, life.Granted.At, life.Granted.ConsentDigest) { Mandate = life.Granted.Acting?.Mandate };

    // The entry names the clerk whom the evidence names, and the same chain opened that clerk's visit, which was not over. A visit that a letter opened
    // starts nothing.
    private bool IsAtTheCounter(Evidence.Counter evidence, GrantLife life) =>
        life.Granted.Acting is { Channel: "counter", Role: "staff", Person: { } person } && person == evidence.Clerk && IsStaff(person, life.Index)
        && VisitId.TryParse(evidence.Visit, out var visit) && book.Visits.TryGetValue(visit, out var opened)
        && opened.Opened is { Channel: "counter", Factor: not "letter" } && opened.Opened.Person.ToString() == person
        && opened.IsOpenAt(life.Chain, life.Index, life.Granted.At);

    // Two people of the staff, and the scan that the same chain entered by the first of them for this very item.
    private bool IsOnPaper(Evidence.Paper evidence, GrantLife life) =>
        life.Granted.Acting is { Channel: "paper", Role: "staff", Person: { } person, Second: { } second }
        && person == evidence.Clerk && second == evidence.Second && person != second
        && IsStaff(person, life.Index) && IsStaff(second, life.Index)
        && evidence.Set.Contains(life.Granted.ConsentDigest)
        && book.Papers.TryGetValue(evidence.Form, out var paper) && paper.Chain == life.Chain && paper.Index < life.Index
        && paper.Entry.Grant == life.Granted.Grant && paper.Entry.Person.ToString() == person
        && FixedTime.Equals(paper.Entry.ScanSha256, evidence.ScanSha256);

    // Exports that are about one resident hold the operator's chain too; a removal by another steward does not unmake what was done before.
    private bool IsStaff(string person, long index) => book.Staff.TryGetValue(person, out var life) && life.From < index && index < life.Until;

    private static JsonElement? Member(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json;
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long? Number(JsonElement json, params ReadOnlySpan<string> path) =>
        Member(json, path) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement json, params ReadOnlySpan<string> path) =>
        Member(json, path) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
