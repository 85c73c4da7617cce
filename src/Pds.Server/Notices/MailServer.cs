using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Pds.Server.Notices;

/// <summary>
/// The city's mail server, over SMTP (RFC 5321). TLS is required (RFC 3207, or from the first byte on port 465), except to this very machine: who is
/// told that a hospital asks for something is nobody's business on the way.
/// </summary>
internal sealed class MailServer(ServerOptions options)
{
    private const int ImplicitTlsPort = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether one is set up.</summary>
    public bool IsSetUp => options.SmtpHost.Length > 0;

    /// <summary>What is asked of a mail server at this address.</summary>
    public static SecureSocketOptions SecurityOf(string host, int port) =>
        port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
        : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? SecureSocketOptions.None
        : SecureSocketOptions.StartTls;

    /// <summary>Hands over one mail; null when the server took it.</summary>
    /// <param name="to">A checked address (<see cref="NoticeChoice.IsMail"/>).</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="id">The message's id, without the domain: the same in every try, so that whoever gets it twice can tell.</param>
    /// <param name="at">Its date.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public async ValueTask<MailFault?> SendAsync(string to, string subject, string text, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(options.MailFrom));
        mail.To.Add(MailboxAddress.Parse(to));
        (mail.Subject, mail.Date, mail.MessageId) = (subject, at, $"{id}@{MailboxAddress.Parse(options.MailFrom).Domain}");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new TextPart(TextFormat.Plain) { Text = text };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var server = new SmtpClient();
            await server.ConnectAsync(options.SmtpHost, options.SmtpPort, SecurityOf(options.SmtpHost, options.SmtpPort), patience.Token).ConfigureAwait(false);
            if (options.SmtpUser.Length > 0)
            {
                await server.AuthenticateAsync(options.SmtpUser, Environment.GetEnvironmentVariable(options.SmtpPasswordVariable) ?? "", patience.Token).ConfigureAwait(false);
            }

            await server.SendAsync(mail, patience.Token).ConfigureAwait(false);
            await server.DisconnectAsync(quit: true, patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && FaultOf(failure) is not null)
        {
            return FaultOf(failure);
        }
    }

    private static MailFault? FaultOf(Exception failure) => failure switch
    {
        SslHandshakeException or NotSupportedException => MailFault.NotSecure,
        SmtpCommandException or AuthenticationException or ServiceNotAuthenticatedException => MailFault.Refused,
        SocketException or IOException or ProtocolException or OperationCanceledException or ServiceNotConnectedException or TimeoutException => MailFault.Unreachable,
        _ => null,
    };
}
