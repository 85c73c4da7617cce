using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>The files of a stolen disk name nobody (I-30, for the database, its write-ahead log and the tiles).</summary>
[Trait("Invariant", "I-30")]
public sealed class StolenDiskFacts
{
    [Fact]
    public async Task No_identifier_purpose_or_content_is_found_in_any_file()
    {
        await using var ledger = new TestLedger { PublishTiles = true };
        await ledger.OpenAsync();
        var (resident, grant, reference) = (ResidentId.New(), GrantId.New(), ResidentRef.New());
        var share = RandomSource.Bytes(LedgerShare.SizeBytes);
        await FillAsync(ledger, resident, grant, reference, share);
        await ledger.Recorder.PublishAsync(TestContext.Current.CancellationToken);

        string[] texts = [resident.ToString(), grant.ToString(), reference.ToString(), Entries.Hospital.ToString(), "outpatient-booking", "canary-body", "jti-canary"];
        byte[][] secrets = [.. texts.SelectMany(Spellings), share, Entries.Digest];
        var files = Directory.GetFiles(ledger.Directory, "*", SearchOption.AllDirectories);

        files.Should().Contain(file => file.EndsWith("pds.db-wal", StringComparison.Ordinal), "the ledger is open and its write-ahead log is read too");
        foreach (var file in files)
        {
            var bytes = ReadShared(file);
            secrets.Where(secret => Contains(bytes, secret)).Should().BeEmpty($"{Path.GetFileName(file)} is searched");
        }
    }

    [Fact]
    public async Task The_search_finds_a_canary_that_was_planted()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        await ledger.CloseAsync();
        Database.Run(ledger.DataDirectory, "CREATE TABLE planted(text TEXT); INSERT INTO planted VALUES('canary-body')");

        var found = Directory.GetFiles(ledger.DataDirectory).Any(file => Spellings("canary-body").Any(secret => Contains(ReadShared(file), secret)));

        found.Should().BeTrue();
    }

    [Fact]
    public async Task One_resident_in_two_tables_shares_no_blinded_value()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var resident = ResidentId.New().ToString();
        await ledger.RecordAsync(new Command(
            [
                new Change.Put(new RowKey(Table.Residents, resident), default),
                new Change.Put(new RowKey(Table.Grants, "grt_x"), default, new RowLinks(resident, resident)),
                new Change.Put(new RowKey(Table.Devices, "jkt"), default, new RowLinks(resident)),
            ],
            []));

        var blinded = new[] { Table.Residents, Table.Grants, Table.Devices }
            .SelectMany(table => ledger.Store.ListRows(table, null, null, 0, 10))
            .SelectMany(row => new[] { row.Key, row.Parent, row.Other })
            .OfType<byte[]>()
            .Select(Convert.ToHexString);

        blinded.Should().HaveCount(6).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_deleted_share_is_overwritten_in_the_database()
    {
        await using var ledger = await TestLedger.OpenNewAsync();
        var (resident, grant) = (ResidentId.New(), GrantId.New());
        await FillAsync(ledger, resident, grant, ResidentRef.New(), RandomSource.Bytes(LedgerShare.SizeBytes));
        var sealedRow = ledger.Store.ListRows(Table.LedgerShares, null, null, 0, 10).Single().Body;
        Database.Run(ledger.DataDirectory, "PRAGMA wal_checkpoint(TRUNCATE)");
        Contains(ReadShared(Path.Combine(ledger.DataDirectory, "pds.db")), sealedRow).Should().BeTrue("it lay in the database before");

        await ledger.RecordAsync(ChainId.Resident(resident), new ConsentWithdrawn(Entries.At, grant, Entries.Hospital, null));
        await ledger.CloseAsync();

        Directory.GetFiles(ledger.DataDirectory).Where(file => Contains(ReadShared(file), sealedRow)).Should().BeEmpty();
    }

    private static async Task FillAsync(TestLedger ledger, ResidentId resident, GrantId grant, ResidentRef reference, byte[] share)
    {
        var chain = ChainId.Resident(resident);
        using var secret = SecretBytes.CopyOf(share);
        var sealedShare = LedgerShare.SealForRecorder(ledger.Recorder.PublicKey, TestLedger.Origin, grant, secret);
        await ledger.RecordAsync(new Command(
            [
                new Change.Put(new RowKey(Table.Grants, grant.ToString()), "canary-body"u8.ToArray(), new RowLinks(resident.ToString(), Entries.Hospital.ToString())),
                new Change.Put(new RowKey(Table.CallProofs, "issuer|jti-canary"), default, Expires: Entries.At.AddDays(1)),
            ],
            [new EntryDraft(chain, new ReferenceIssued(Entries.At, reference, Entries.Hospital)), new EntryDraft(chain, Entries.Granted(grant, sealedShare))]));
        await ledger.RecordAsync(Command.Of(chain, Entries.Intended(grant)));
    }

    private static bool Contains(byte[] bytes, byte[] secret) => bytes.AsSpan().IndexOf(secret) >= 0;

    private static IEnumerable<byte[]> Spellings(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return utf8;
        yield return Encoding.Unicode.GetBytes(text);
        yield return Encoding.BigEndianUnicode.GetBytes(text);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(utf8));
        for (var skip = 0; skip < 3; skip++)
        {
            // The middle of a base64 text is the same whatever stands around it.
            var middle = utf8[skip..(skip + ((utf8.Length - skip) / 3 * 3))];
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(middle));
            yield return Encoding.ASCII.GetBytes(Base64Url.Encode(middle));
        }
    }

    private static byte[] ReadShared(string file)
    {
        if (file.EndsWith("pds.lock", StringComparison.Ordinal))
        {
            return []; // Empty, and held by the store.
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
