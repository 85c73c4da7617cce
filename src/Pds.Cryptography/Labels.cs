namespace Pds.Cryptography;

/// <summary>
/// Every name/version label of the system, in one place and sorted by noun. A label opens a format or a derivation, so
/// that bytes made for one purpose mean nothing for another. Changing what is behind a label means a new version here.
/// </summary>
public static class Labels
{
    /// <summary>Derivation of the key that orders the disclosures of a log for an auditor's sample.</summary>
    public const string AuditSample = "pds/audit/sample/v1";

    /// <summary>Type of the wrap of a chain's LSK under K_ledger.</summary>
    public const string ChainBlindingKey = "pds/chain/blinding-key/v1";

    /// <summary>Context of an event sealed under its chain's LEK.</summary>
    public const string ChainEvent = "pds/chain/event/v1";

    /// <summary>Type of the wrap of a chain's LEK under K_ledger.</summary>
    public const string ChainEventKey = "pds/chain/event-key/v1";

    /// <summary>First line of the bitmap of closed leaves; a newline follows it.</summary>
    public const string ClosedLeaves = "pds/closed-leaves/v1";

    /// <summary>First line of what a ledger entry's commitment C is the hash of; a newline follows it.</summary>
    public const string ConsentCommit = "pds-consent-commit/v1";

    /// <summary>First line of what the challenge of a set of documents is the hash of; a newline follows it.</summary>
    public const string ConsentSet = "pds-consent-set/v1";

    /// <summary>HPKE info of data on its way to a recipient.</summary>
    public const string DeliveryData = "pds/delivery/data/v1";

    /// <summary>HPKE aad that binds a re-sealed recipient share to one grant and one call.</summary>
    public const string DeliveryShareBinding = "pds/delivery/share-binding/v1";

    /// <summary>HPKE info of the recipient's share on its way to the gate.</summary>
    public const string DeliveryShareToGate = "pds/delivery/share-to-gate/v1";

    /// <summary>HPKE info of the recipient's share on its way to the recipient.</summary>
    public const string DeliveryShareToRecipient = "pds/delivery/share-to-recipient/v1";

    /// <summary>Digest that names one call in an intent: its recipient, the receipt's issuer, and the jti of its proof.</summary>
    public const string DisclosureCall = "pds/disclosure/call/v1";

    /// <summary>Digest over the exact bytes of one call, by which a repeat is known to be the same.</summary>
    public const string DisclosureCallBytes = "pds/disclosure/call-bytes/v1";

    /// <summary>Digest of a sealed cell as one call's intent pins it.</summary>
    public const string DisclosureCell = "pds/disclosure/cell/v1";

    /// <summary>Derivation of a resident's name in one export.</summary>
    public const string ExportPseudonym = "pds/export/pseudonym/v1";

    /// <summary>Context of K_cap sealed under GK.</summary>
    public const string GrantCapsuleKey = "pds/grant/capsule-key/v1";

    /// <summary>Derivation of GK from the three shares.</summary>
    public const string GrantKey = "pds/grant/key/v1";

    /// <summary>The label of one chain in the heads tree of one epoch.</summary>
    public const string HeadsLabel = "pds/heads/label/v1";

    /// <summary>Derivation of the key that labels one chain in every heads tree.</summary>
    public const string HeadsLabelKey = "pds/heads/label-key/v1";

    /// <summary>Value of one chain's leaf in the heads tree of one epoch.</summary>
    public const string HeadsLeaf = "pds/heads/leaf/v1";

    /// <summary>Digest under which a linked identity, or a key of its provider, is found.</summary>
    public const string IdentityRow = "pds/identity/row/v1";

    /// <summary>Salted digest of whom an identity provider names.</summary>
    public const string IdentitySubject = "pds/identity/subject/v1";

    /// <summary>Challenge of a visit at the counter: it names visit and clerk.</summary>
    public const string VisitChallenge = "pds/desk/visit/v1";

    /// <summary>Name of the row of a letter's code: resident number and code.</summary>
    public const string LetterCode = "pds/desk/letter-code/v1";

    /// <summary>Body of the sealed key file.</summary>
    public const string KeyFileBody = "pds/key-file/body/v1";

    /// <summary>Type of the wrap of S_ledger under K_ledger.</summary>
    public const string LedgerShare = "pds/ledger-share/v1";

    /// <summary>What a released S_ledger is bound to: its grant and the intent.</summary>
    public const string LedgerShareReleased = "pds/ledger-share/released/v1";

    /// <summary>The way of S_ledger from the recorder to the gate.</summary>
    public const string LedgerShareToGate = "pds/ledger-share/to-gate/v1";

    /// <summary>S_ledger on its way from the custodian to the recorder.</summary>
    public const string LedgerShareToRecorder = "pds/ledger-share/to-recorder/v1";

    /// <summary>Context of the recorder's memo beside the size and root of the log.</summary>
    public const string LogMemo = "pds/log/memo/v1";

    /// <summary>Derives the key of, and separates, the digest over the places of all entries.</summary>
    public const string LogPlaces = "pds/log/places/v1";

    /// <summary>Digest of an identity of somebody with a mandate, made for that mandate alone.</summary>
    public const string MandateIdentity = "pds/mandate/identity/v1";

    /// <summary>Derivation from a master key for a named job.</summary>
    public const string MasterDerive = "pds/master/derive/v1";

    /// <summary>Context of a wrap under a master key.</summary>
    public const string MasterWrap = "pds/master/wrap/v1";

    /// <summary>Derivation of the wrapping key of one type from a master key.</summary>
    public const string MasterWrapKey = "pds/master/wrap-key/v1";

    /// <summary>Derivation of ob, the key that opens an entry's body.</summary>
    public const string OpenBody = "pds/open/body/v1";

    /// <summary>Derivation of oc, the key that opens the name of an entry's chain.</summary>
    public const string OpenChain = "pds/open/chain/v1";

    /// <summary>Derivation of on, the key that opens an entry's place in its chain.</summary>
    public const string OpenLink = "pds/open/link/v1";

    /// <summary>Key of page tokens: nobody pages through another's list.</summary>
    public const string PageToken = "pds/page/token/v1";

    /// <summary>Salted digest of the words of a question or of its answer.</summary>
    public const string QuestionText = "pds/question/text/v1";

    /// <summary>Context of a row of an organisation's receipt book.</summary>
    public const string ReceiptBook = "pds/receipt-book/row/v1";

    /// <summary>Blinding of keys and links of rows under K_index.</summary>
    public const string RowBlind = "pds/row/blind/v1";

    /// <summary>Context of a sealed row body.</summary>
    public const string RowBody = "pds/row/body/v1";

    /// <summary>Derivation of the key that seals the rows of one table.</summary>
    public const string RowKey = "pds/row/key/v1";

    /// <summary>Wrap of S_gate under K_gate.</summary>
    public const string ShareGateWrap = "pds/share/gate-wrap/v1";

    /// <summary>Context of a capsule entry under K_cap.</summary>
    public const string VaultCapsule = "pds/vault/capsule/v1";

    /// <summary>Wrap of K_cap under a resident's root key.</summary>
    public const string VaultCapsuleKeyWrap = "pds/vault/capsule-key-wrap/v1";

    /// <summary>Context of one sealed field.</summary>
    public const string VaultCell = "pds/vault/cell/v1";

    /// <summary>Wrap of a collection key under a resident's root key.</summary>
    public const string VaultCollectionWrap = "pds/vault/collection-wrap/v1";

    /// <summary>Derivation of a field key from a collection key.</summary>
    public const string VaultFieldKey = "pds/vault/field-key/v1";

    /// <summary>Derivation of the key that names records towards one recipient.</summary>
    public const string VaultPairwiseKey = "pds/vault/pairwise-key/v1";

    /// <summary>Format of what a resident takes away.</summary>
    public const string TakeAway = "pds-take-away/v1";

    /// <summary>Name of one record towards one recipient.</summary>
    public const string VaultPairwiseRecord = "pds/vault/pairwise-record/v1";

    /// <summary>Wrap of a resident's root key under K_root.</summary>
    public const string VaultResidentKeyWrap = "pds/vault/resident-key-wrap/v1";

    /// <summary>Derivation of one act's idempotency key from that of the form it was sent with.</summary>
    public const string WebAct = "pds/web/act/v1";

    /// <summary>The pairwise subject of a sample person towards one client.</summary>
    public const string WebSampleSubject = "pds/web/sample-subject/v1";
}
