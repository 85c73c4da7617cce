using System.Globalization;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>What goes back over HTTP (C2SP tlog-witness). The only file with status codes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body; text of one or more lines.</param>
/// <param name="MediaType">Its type.</param>
internal sealed record WitnessAnswer(int Status, string Body, string MediaType = WitnessAnswer.Text)
{
    public const string Text = "text/plain; charset=utf-8";

    /// <summary>The body is no <c>add-checkpoint</c> request.</summary>
    public static WitnessAnswer NoRequest { get; } = new(StatusCodes.Status400BadRequest, "The body is not an add-checkpoint request (c2sp.org/tlog-witness).\n");

    /// <summary>The state could not be made durable, so nothing was signed.</summary>
    public static WitnessAnswer NotDurable { get; } = new(StatusCodes.Status503ServiceUnavailable, "The witness cannot write its state; nothing was signed.\n");

    /// <summary>200: the cosignature line.</summary>
    public static WitnessAnswer Cosigned(Cosignature cosignature) => new(StatusCodes.Status200OK, cosignature.Line);

    /// <summary>The answer to a decision that is not to be cosigned.</summary>
    public static WitnessAnswer Refusing(WitnessDecision decision) => decision switch
    {
        WitnessDecision.Malformed malformed => new(StatusCodes.Status400BadRequest, malformed.Reason + "\n"),
        WitnessDecision.Unsigned => new(StatusCodes.Status403Forbidden, "No trusted key of this origin signed the checkpoint, or one of its lines is bad.\n"),
        WitnessDecision.UnknownLog => new(StatusCodes.Status404NotFound, "This witness does not know the log.\n"),
        WitnessDecision.Conflict conflict => new(
            StatusCodes.Status409Conflict, conflict.Size.ToString(CultureInfo.InvariantCulture) + "\n", AddCheckpoint.SizeMediaType),
        WitnessDecision.Inconsistent inconsistent => new(StatusCodes.Status422UnprocessableEntity, inconsistent.Reason + "\n"),
        _ => throw new InvalidOperationException("An accepted checkpoint is answered with its cosignature."),
    };
}
