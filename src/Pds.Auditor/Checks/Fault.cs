namespace Pds.Auditor.Checks;

/// <summary>What can be wrong. Each has a sentence in <c>Resources/Audit.*.json</c>; a test holds them together.</summary>
internal enum Fault
{
    /// <summary>The manifest is missing, too large or not one.</summary>
    ManifestUnreadable,

    /// <summary>Nobody trusted signed this manifest.</summary>
    ManifestSignature,

    /// <summary>The export came from another issuer root than the one given.</summary>
    RootDiffers,

    /// <summary>A file named by the manifest is missing.</summary>
    FileMissing,

    /// <summary>A file is there that the manifest does not name.</summary>
    FileUnknown,

    /// <summary>A file has another size or digest than the manifest says, or is larger than any export's.</summary>
    FileChanged,

    /// <summary>The policy is missing or not a tlog-policy.</summary>
    PolicyUnreadable,

    /// <summary>The checkpoint is not signed as the policy asks.</summary>
    CheckpointSignature,

    /// <summary>Fewer witnesses cosigned the checkpoint than the policy asks for, or a line of one of them does not verify.</summary>
    QuorumMissing,

    /// <summary>Those who cosigned did so long before this export was made, and the log has grown since.</summary>
    CosignedLongAgo,

    /// <summary>The cosigned checkpoint is not signed by this log, or is no beginning of it.</summary>
    CosignedOther,

    /// <summary>Manifest and checkpoint speak of different logs or sizes.</summary>
    ManifestOfAnotherLog,

    /// <summary>The log's first entry names another origin or key.</summary>
    LogKeyDiffers,

    /// <summary>A tile, a bundle or the root does not follow from what is above or below it.</summary>
    TreeBroken,

    /// <summary>The log is shorter than when it was last seen.</summary>
    LogShrank,

    /// <summary>The log is not the one last seen.</summary>
    LogForked,

    /// <summary>The previous checkpoint is not one of this log.</summary>
    PreviousUnreadable,

    /// <summary>A line is too long, has no end or is not of its form.</summary>
    LineUnreadable,

    /// <summary>A leaf is missing, twice or out of order.</summary>
    LeafOutOfOrder,

    /// <summary>What is opened does not give the leaf.</summary>
    OpeningWrong,

    /// <summary>A body is not an entry of any known kind.</summary>
    BodyUnreadable,

    /// <summary>A chain's name is not the one the link commits to.</summary>
    ChainNameWrong,

    /// <summary>A dataset or purpose version is missing, or not the one its entry is over.</summary>
    DefinitionWrong,

    /// <summary>An entry does not follow the one before it in its chain.</summary>
    ChainBroken,

    /// <summary>One name stands for two chains, or two for one.</summary>
    ChainNameShared,

    /// <summary>An entry over all heads stands outside the heads chain, speaks of leaves behind itself, or leaves an epoch out in silence.</summary>
    HeadsOutOfStep,

    /// <summary>The heads are not in order of their labels, one comes twice, or there are more than leaves.</summary>
    HeadsOutOfOrder,

    /// <summary>The log has entries over all heads, and the export brings no heads to recompute the newest root from.</summary>
    HeadsNotShown,

    /// <summary>The heads do not give the root of the newest heads entry.</summary>
    HeadsRootDiffers,

    /// <summary>What the heads root holds is not the end of a chain at that size, or the end of one chain twice.</summary>
    HeadsNotOfChains,

    /// <summary>A chain that had begun is not under the heads root.</summary>
    ChainNotUnderHeads,

    /// <summary>Data left without an intent before it.</summary>
    NoIntent,

    /// <summary>An intent or disclosure under no consent given before.</summary>
    NoGrant,

    /// <summary>An intent or disclosure while the consent was paused or had ended.</summary>
    GrantNotLive,

    /// <summary>An intent or disclosure outside the consent's time.</summary>
    OutsideValidity,

    /// <summary>Another recipient or purpose than the consent's.</summary>
    OtherThanGranted,

    /// <summary>Fields that the consent or the intent does not hold.</summary>
    FieldsNotGranted,

    /// <summary>Dates of data that the consent does not hold.</summary>
    RangeNotGranted,

    /// <summary>More uses in one period than the consent allows, or more answers under one intent than a call can be repeated.</summary>
    TooFrequent,

    /// <summary>A consent paused, resumed or ended by an entry that does not name the one of its life before it.</summary>
    FollowsAnother,

    /// <summary>Data left, or an intent ended, after the intent had ended.</summary>
    IntentOver,

    /// <summary>A consent moved in a way no consent can.</summary>
    IllegalMove,

    /// <summary>A refusal says that it hung on a day or a range that is not the consent's, or on something its rule does not look at.</summary>
    RefusalContradicts,

    /// <summary>Somebody acted for the resident under no mandate of hers, one that did not stand then, or one that does not name the act.</summary>
    OutsideMandate,

    /// <summary>A lawful reading was entered by one organisation alone, or hidden from its resident for longer than allowed.</summary>
    HiddenTooLong,

    /// <summary>A consent has no document in the export.</summary>
    DocumentMissing,

    /// <summary>A document or evidence belongs to no opened consent, or comes twice.</summary>
    DocumentUnknown,

    /// <summary>A document or evidence is not the one the entry is over.</summary>
    DocumentDiffers,

    /// <summary>The document says something else than the entry.</summary>
    DocumentContradicts,

    /// <summary>The evidence is not over this document by this person's key.</summary>
    EvidenceWrong,

    /// <summary>A consent has no receipt in the export.</summary>
    ReceiptMissing,

    /// <summary>A receipt belongs to no opened consent, or comes twice.</summary>
    ReceiptUnknown,

    /// <summary>A receipt is not signed by the city.</summary>
    ReceiptSignature,

    /// <summary>A receipt says something else than its entry.</summary>
    ReceiptDiffers,

    /// <summary>A status list is missing, or comes twice.</summary>
    StatusMissing,

    /// <summary>A status token is not signed by the city, or of another log.</summary>
    StatusSignature,

    /// <summary>A status list says that an ended consent is valid.</summary>
    StatusNotSet,

    /// <summary>A leaf inside the scope is not opened.</summary>
    UnopenedInScope,

    /// <summary>A leaf is not opened, and that it lies outside the scope is the operator's word.</summary>
    UnopenedOnTheirWord,

    /// <summary>A leaf is shown as one whose keys are destroyed, and the bitmap of erased leaves does not hold it.</summary>
    ClosedUnexplained,

    /// <summary>The bitmap of erased leaves is missing, unreadable, or not the one the last erasure commits to.</summary>
    BitmapDiffers,

    /// <summary>The bitmap holds another number of leaves than the erasures add up to.</summary>
    BitmapMiscounted,

    /// <summary>The bitmap holds a leaf that is shown with its place.</summary>
    ErasedLeafShown,

    /// <summary>An erasure stands outside the operator's chain, does not add up with those before it, or speaks of leaves behind itself.</summary>
    ErasureOutOfStep,

    /// <summary>The log has no entry of this export with this scope.</summary>
    ExportNotEntered,
}
