using System.Text;
using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A7: each consent has the document the resident saw, it says what the entry says, and the evidence over it is by a key that was enrolled in
/// the same chain before.
/// </summary>
/// <param name="book">What the log says.</param>
/// <param name="origin">The ledger's origin.</param>
internal sealed class A7Evidence(GrantBook book, string origin)
{
    private readonly HashSet<GrantId> seen = [];

    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A7");

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);

    /// <summary>The next document.</summary>
    public void See(ExportedConsent consent, string place)
    {
        Report.Look();
        if (!book.Grants.TryGetValue(consent.Grant, out var life) || !seen.Add(consent.Grant))
        {
            Report.Fail(Fault.DocumentUnknown, Severity.Tampered, place);
        }
        else if (!IsEntered(consent, life.Granted))
        {
            Report.Fail(Fault.DocumentDiffers, Severity.Tampered, place, life.Index);
        }
        else if (!CanonicalJson.TryParse(consent.Signed.Document, out var document) || !SaysTheSame(document, life.Granted))
        {
            Report.Fail(Fault.DocumentContradicts, Severity.Finding, place, life.Index);
        }
        else if (!IsByThePerson(consent, document, life))
        {
            Report.Fail(Fault.EvidenceWrong, Severity.Finding, place, life.Index);
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
        && Member(document, "terms", "retention_days") is { ValueKind: JsonValueKind.Number } days && days.GetInt64() == granted.RetentionDays
        && Member(document, "terms", "fields") is { ValueKind: JsonValueKind.Array } fields
        && fields.EnumerateArray().Select(field => field.ToString()).SequenceEqual(granted.Fields, StringComparer.Ordinal);

    // The auditor has no id of the resident: the device is theirs because the same chain enrolled it. Any id serves to compare with itself.
    private bool IsByThePerson(ExportedConsent consent, JsonElement document, GrantLife life)
    {
        if (consent.Signed.EvidenceType != "device_signature"
            || !DeviceId.TryParse(consent.Device.Jkt, out var id)
            || !book.Devices.TryGetValue(consent.Device.Jkt, out var enrolled) || enrolled.Chain != life.Chain || enrolled.Index >= life.Index
            || !Instant.TryParse(Text(document, "prepared_at"), out var shown))
        {
            return false;
        }

        var somebody = ResidentId.New();
        var signature = new Evidence.DeviceSignature(Encoding.ASCII.GetString(consent.Signed.Evidence));
        return EvidenceCheck.TryVerify(
            signature,
            new Device(id, somebody, consent.Device, life.Granted.At),
            new EvidenceExpected(origin, somebody, life.Granted.Grant, life.Granted.ConsentDigest, shown, life.Granted.At));
    }

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

    private static string? Text(JsonElement json, params ReadOnlySpan<string> path) =>
        Member(json, path) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
