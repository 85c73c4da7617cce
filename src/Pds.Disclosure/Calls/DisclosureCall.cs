using System.Diagnostics.CodeAnalysis;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>What a recipient asks for. It exists only after the hash of its bytes matched the proof.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Fields">Fields asked for.</param>
/// <param name="Range">Civil dates of the data asked for; null asks for all the consent covers.</param>
public sealed record DisclosureCall(GrantId Grant, IReadOnlyCollection<string> Fields, DataRange? Range);

/// <summary>Parses call bytes. The server owns the wire format, so it hands the parser in.</summary>
/// <param name="bytes">The exact bytes whose hash matched.</param>
/// <param name="call">The call, well formed.</param>
/// <returns>False for anything else, unknown members included.</returns>
public delegate bool DisclosureCallParser(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out DisclosureCall? call);
