using System.CommandLine;

namespace Pds.Auditor.Witness;

/// <summary><c>pds-audit witness</c>: make a witness's key, and serve as one (C2SP tlog-witness).</summary>
internal static class WitnessCommand
{
    public static Command Create() => new("witness", "立会人になる。記録が枝分かれしていないことを確かめて連署します。/ Be a witness: cosign checkpoints that follow from all seen before.")
    {
        KeygenCommand.Create(),
        ServeCommand.Create(),
    };
}
