namespace Pds.Ledger;

/// <summary>
/// What a recipient needs to see that an entry says what it says: body, ob and N. JSON form (the extra data of a tlog-proof):
/// canonical <c>{"body":…,"n":…,"ob":…}</c>, each base64url.
/// </summary>
/// <param name="Body">The event body, verbatim.</param>
/// <param name="BodyKey">ob, 32 bytes.</param>
/// <param name="LinkMac">N, 32 bytes.</param>
public sealed record EntryOpening(byte[] Body, byte[] BodyKey, byte[] LinkMac)
{
    /// <summary>Bodies above this size are not opened: 64 KiB.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>C of the entry that this opens.</summary>
    public byte[] Commitment() => throw new NotImplementedException();

    /// <summary>The JSON form.</summary>
    public byte[] ToJson() => throw new NotImplementedException();

    /// <summary>Reads the JSON form; unknown members, other spellings and wrong sizes are refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out EntryOpening? opening) => throw new NotImplementedException();

    /// <summary>Prints its name only: a body holds a person's facts.</summary>
    public override string ToString() => nameof(EntryOpening);
}
