namespace Pds.Ledger;

/// <summary>What the signature lines of one known key say about a note.</summary>
internal enum NoteWord
{
    /// <summary>The key signed nothing here.</summary>
    None,

    /// <summary>Every line of the key verifies, and there is at least one.</summary>
    Valid,

    /// <summary>A line under the key's name and id does not verify: somebody forged or damaged it, and the note is refused.</summary>
    Bad,
}
