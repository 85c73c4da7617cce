using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>Rows to write in the transaction of an act, made from its result: the answer kept for an idempotent repeat.</summary>
/// <typeparam name="T">The act's result.</typeparam>
internal delegate IReadOnlyList<Change> Alongside<in T>(T result);
