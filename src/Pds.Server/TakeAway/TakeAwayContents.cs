using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.TakeAway;

/// <summary>
/// Writes what a resident takes away, file after file, onto a stream: nothing of it rests on a disk here, and memory holds one piece at a time. The
/// formats are told in <c>README.md</c> of this folder.
/// </summary>
internal sealed class TakeAwayContents(
    Recorder recorder, Custodian custodian, ReceiptSigner signer, CertificateAuthority authority, GetReceipt receipts, ServerOptions options)
{
    /// <summary>Fixes what is taken; null when her vault holds more than one export may (<see cref="TakeAwaySource.MaxRecords"/>).</summary>
    public async ValueTask<TakeAwaySource?> FixAsync(ResidentId resident, RecordedEntry exported, CancellationToken cancellationToken)
    {
        var source = new TakeAwaySource(recorder, custodian, receipts, resident, exported);
        return await source.TryFixAsync(cancellationToken).ConfigureAwait(false) ? source : null;
    }

    /// <summary>Writes the ZIP.</summary>
    /// <param name="source">What was fixed.</param>
    /// <param name="destination">Where it goes; not closed.</param>
    /// <param name="cancellationToken">Stops writing; what went out before has no manifest and is no export.</param>
    public async ValueTask WriteAsync(TakeAwaySource source, Stream destination, CancellationToken cancellationToken)
    {
        var madeAt = Instant.Truncate(recorder.Clock.GetUtcNow());
        await using var archive = await ZipArchive.CreateAsync(destination, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        var zip = new TakeAwayZip(archive, madeAt);
        await zip.AddAsync(
            TakeAwayFiles.Page,
            async file =>
            {
                await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                await new TakeAwayPage(text, source).WriteAsync(options.City, options.CityContact, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await AddDataAsync(zip, source, cancellationToken).ConfigureAwait(false);
        await AddOriginalsAsync(zip, source, cancellationToken).ConfigureAwait(false);
        await AddKeysAsync(zip, source, cancellationToken).ConfigureAwait(false);
        await zip.CloseAsync(TakeDataAway.Format, recorder.Origin, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask AddDataAsync(TakeAwayZip zip, TakeAwaySource source, CancellationToken cancellationToken)
    {
        ValueTask AddAsync<T>(string name, IAsyncEnumerable<T> items, Func<T, ValueTask<JsonObject>> nodeOf) =>
            zip.AddJsonAsync(name, writer => TakeAwayJson.WriteAsync(writer, items, nodeOf, cancellationToken), cancellationToken);

        await AddAsync(TakeAwayFiles.Vault, source.ReadRecordsAsync(cancellationToken), record => TakeAwayJson.OfAsync(record, source, cancellationToken)).ConfigureAwait(false);
        await AddAsync(TakeAwayFiles.Consents, source.ReadConsentsAsync(cancellationToken), consent => TakeAwayJson.OfAsync(consent, source, cancellationToken)).ConfigureAwait(false);
        await AddAsync(TakeAwayFiles.Uses, source.ReadUsesAsync(cancellationToken), use => TakeAwayJson.OfAsync(use, source, cancellationToken)).ConfigureAwait(false);
        await AddAsync(
            TakeAwayFiles.History, source.ReadHistoryAsync(cancellationToken), entry => ValueTask.FromResult(TakeAwayJson.Of(entry, source.IsHidden(entry)))).ConfigureAwait(false);
        foreach (var dataset in source.Datasets)
        {
            await zip.AddAsync(TakeAwayFiles.Schema(dataset.Id.ToString()), JsonSchema.Of(dataset).ToJsonString(), cancellationToken).ConfigureAwait(false);
        }
    }

    // As signed by others: what any library verifies without us.
    private static async ValueTask AddOriginalsAsync(TakeAwayZip zip, TakeAwaySource source, CancellationToken cancellationToken)
    {
        await foreach (var record in source.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            await zip.AddAsync(TakeAwayFiles.Record(record.Stored.Record), record.ToSdJwt(), cancellationToken).ConfigureAwait(false);
        }

        await foreach (var consent in source.ReadConsentsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (consent.Receipt is { } receipt)
            {
                var grant = consent.View.Grant.Id.ToString();
                await zip.AddAsync(TakeAwayFiles.Receipt(grant), receipt.SdJwt, cancellationToken).ConfigureAwait(false);
                await zip.AddAsync(TakeAwayFiles.ReceiptProof(grant), receipt.Entry.ToTlogProof().ToString(), cancellationToken).ConfigureAwait(false);
            }
        }

        await foreach (var use in source.ReadUsesAsync(cancellationToken).ConfigureAwait(false))
        {
            await zip.AddAsync(TakeAwayFiles.UseProof(use.Use.Index), use.Entry.ToTlogProof().ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AddKeysAsync(TakeAwayZip zip, TakeAwaySource source, CancellationToken cancellationToken)
    {
        await zip.AddAsync(TakeAwayFiles.ExportProof, source.Exported.ToTlogProof().ToString(), cancellationToken).ConfigureAwait(false);
        if (recorder.Heads.LabelKeyOf(source.Exported.Chain) is { } label)
        {
            await zip.AddAsync(TakeAwayFiles.LabelKey, $"{recorder.Origin} {Base64Url.Encode(label)}\n", cancellationToken).ConfigureAwait(false);
        }

        await zip.AddAsync(TakeAwayFiles.Log, recorder.Verifier + "\n", cancellationToken).ConfigureAwait(false);
        await zip.AddAsync(TakeAwayFiles.Root, authority.Certificate, cancellationToken).ConfigureAwait(false);
        await zip.AddAsync(TakeAwayFiles.Issuer, IssuerDocuments.Jwks(signer).ToJsonString(), cancellationToken).ConfigureAwait(false);
    }
}
