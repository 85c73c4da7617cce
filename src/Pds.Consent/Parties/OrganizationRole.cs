namespace Pds.Consent;

/// <summary>What an organisation may do; it can hold several roles.</summary>
public enum OrganizationRole
{
    /// <summary>Asks for consent and for data.</summary>
    Recipient = 1,

    /// <summary>Writes records and can never read them back.</summary>
    Source = 2,

    /// <summary>Registers organisations, datasets and residents; sees no vault content.</summary>
    Steward = 3,

    /// <summary>Approves purposes (PIA / ELSI).</summary>
    Reviewer = 4,

    /// <summary>Takes exports of the log away and checks them; sees pseudonyms and no values.</summary>
    Auditor = 5,

    /// <summary>Carries residents' sessions; by itself it can do nothing for anybody.</summary>
    WebHost = 6,
}
