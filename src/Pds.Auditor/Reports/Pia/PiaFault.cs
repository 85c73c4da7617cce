namespace Pds.Auditor.Reports.Pia;

/// <summary>Why a <c>pia.yaml</c> was not taken.</summary>
/// <param name="Key">Its sentence in the texts is <c>pia-fault.KEY</c>.</param>
/// <param name="Line">Which line, from 1.</param>
/// <param name="Detail">The key or text concerned; empty when there is none.</param>
internal sealed record PiaFault(string Key, long Line, string Detail = "");
