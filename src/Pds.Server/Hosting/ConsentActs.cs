using Pds.Consent;
using Pds.Disclosure;
using Pds.Server.Erasure;
using Pds.Vault;

namespace Pds.Server.Hosting;

/// <summary>The acts of consent, each made once from the roles it needs.</summary>
internal sealed class ConsentActs
{
    /// <summary>Makes them.</summary>
    public ConsentActs(Roles roles)
    {
        var acts = new ActReceipts(roles.Recorder, roles.Signer);
        var controller = new ReceiptParty(
            roles.Options.Issuer, "dpv:DataController", "dpv:PublicAuthority", roles.Options.City, roles.Options.CityAddress, roles.Options.CityContact);
        var receipts = new GrantReceipts(roles.Recorder, new ReceiptIssuer(roles.Signer), roles.Signer, controller, acts);
        var keys = new GrantKeyMaker(roles.Custodian, roles.Gate, roles.Recorder.PublicKey);
        RequestConsent = new RequestConsent(roles.Recorder);
        PrepareDocument = new PrepareConsentDocument(roles.Recorder);
        var accept = new AcceptEvidence(roles.Recorder.Rows, roles.Identity, roles.Passkeys);
        GrantConsent = new GrantConsent(roles.Recorder, keys, roles.StatusNumbers, receipts, accept);
        DeclineConsent = new DeclineConsent(roles.Recorder, acts);
        PauseConsent = new PauseConsent(roles.Recorder, acts);
        ResumeConsent = new ResumeConsent(roles.Recorder, acts, accept);
        WithdrawConsent = new WithdrawConsent(roles.Recorder, acts, roles.Latch);
        GetReceipt = new GetReceipt(roles.Recorder, receipts);
        TakeDataAway = new TakeDataAway(roles.Recorder, accept);
        Retell = new RetellAct(roles.Recorder, acts);
        PrepareErasure = new PrepareErasure(roles.Recorder);
        FinishErasure = new FinishErasure(
            roles.Recorder,
            new EndAllConsents(roles.Recorder, WithdrawConsent, DeclineConsent),
            new ForgetConsents(roles.Recorder),
            new ForgetMandates(roles.Recorder),
            new EraseRecords(roles.Recorder),
            new EraseUses(roles.Recorder),
            new StatutoryRecords(roles.Recorder));
        PrepareMandate = new PrepareMandate(roles.Recorder);
        OfferMandate = new OfferMandate(roles.Recorder, accept);
        EraseResident = new EraseResident(roles.Recorder, new OrderErasure(roles.Recorder, roles.Latch, accept), FinishErasure);
    }

    public RequestConsent RequestConsent { get; }

    public PrepareConsentDocument PrepareDocument { get; }

    public GrantConsent GrantConsent { get; }

    public DeclineConsent DeclineConsent { get; }

    public PauseConsent PauseConsent { get; }

    public ResumeConsent ResumeConsent { get; }

    public WithdrawConsent WithdrawConsent { get; }

    public GetReceipt GetReceipt { get; }

    public TakeDataAway TakeDataAway { get; }

    public RetellAct Retell { get; }

    public PrepareMandate PrepareMandate { get; }

    public OfferMandate OfferMandate { get; }

    public PrepareErasure PrepareErasure { get; }

    public EraseResident EraseResident { get; }

    public FinishErasure FinishErasure { get; }
}
