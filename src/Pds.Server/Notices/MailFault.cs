namespace Pds.Server.Notices;

/// <summary>Why a mail did not go out.</summary>
/// <param name="Name"><c>unreachable</c>, <c>not_secure</c> or <c>refused</c>.</param>
internal sealed record MailFault(string Name)
{
    /// <summary>The mail server cannot be reached, or broke off.</summary>
    public static readonly MailFault Unreachable = new("unreachable");

    /// <summary>It offers no TLS, or not as itself: nothing was told to it.</summary>
    public static readonly MailFault NotSecure = new("not_secure");

    /// <summary>It does not take this message.</summary>
    public static readonly MailFault Refused = new("refused");
}
