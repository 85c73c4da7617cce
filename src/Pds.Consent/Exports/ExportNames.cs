using System.Globalization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Names of the files of an export; `src/Pds.Auditor/README.md` says what is in them.</summary>
public static class ExportNames
{
    /// <summary>The folder of the tlog-tiles tree; the checkpoint is in it.</summary>
    public const string Log = "log/";

    /// <summary>The C2SP tlog-policy by which the city's own tools believe the checkpoint.</summary>
    public const string Policy = "tlog-policy";

    /// <summary>The leaves, in parts of <see cref="LeavesInAPart"/>.</summary>
    public const string Leaves = "leaves/";

    /// <summary>The heads of all chains under the newest heads entry, in parts of <see cref="HeadsInAPart"/>.</summary>
    public const string Heads = "heads/";

    /// <summary>The newest checkpoint with the quorum of the policy, at most as large as the log's own; only there when the policy asks for one.</summary>
    public const string Cosigned = "log/checkpoint.cosigned";

    /// <summary>Which leaves nobody can open any more (<see cref="ClosedLeaves"/>); absent while nothing was ever erased.</summary>
    public const string Closed = "closed/leaves.bin";

    /// <summary>Consent documents with their evidence, in parts.</summary>
    public const string Consents = "consents/";

    /// <summary>Acts that residents agreed to on evidence, in parts.</summary>
    public const string Acts = "acts/";

    /// <summary>Consent receipts, in parts.</summary>
    public const string Receipts = "receipts/";

    /// <summary>Status list tokens, one part.</summary>
    public const string Status = "status/";

    /// <summary>Dataset and purpose versions, one part.</summary>
    public const string Catalogue = "catalogue/";

    /// <summary>The city's root certificate, DER.</summary>
    public const string Root = "issuer/root.der";

    /// <summary>The certificate of the key that signs receipts, DER.</summary>
    public const string Signer = "issuer/signer.der";

    /// <summary>Leaves in every part but the last.</summary>
    public const int LeavesInAPart = 1024;

    /// <summary>Heads in every part but the last.</summary>
    public const int HeadsInAPart = 4096;

    /// <summary>The name of a part, such as <c>leaves/000000.jsonl</c>.</summary>
    public static string Part(string folder, int number) => string.Create(CultureInfo.InvariantCulture, $"{folder}{number:d6}.jsonl");
}
