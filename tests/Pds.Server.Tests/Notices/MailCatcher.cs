using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pds.Server.Tests.Notices;

/// <summary>The other side of SMTP: a small mail server on a free port of this machine that keeps what it is given, or refuses it when told to.</summary>
internal sealed class MailCatcher : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly List<CaughtMail> caught = [];

    public MailCatcher(IPAddress address)
    {
        listener = new TcpListener(address, 0);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Answers 451 to every recipient.</summary>
    public bool Refuses { get; set; }

    /// <summary>Takes the mail and breaks off before it says so: the sender cannot know.</summary>
    public bool BreaksOffAfterTaking { get; set; }

    /// <summary>Whatever anybody said to it.</summary>
    public int Commands { get; private set; }

    /// <summary>What it was given.</summary>
    public IReadOnlyList<CaughtMail> Caught
    {
        get
        {
            lock (caught)
            {
                return [.. caught];
            }
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception closing) when (closing is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var owned = client;
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 catcher ESMTP");
            var to = "";
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                Commands++;
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "EHLO" or "HELO":
                        await writer.WriteLineAsync("250-catcher\r\n250 8BITMIME");
                        break;
                    case "RCPT" when Refuses:
                        await writer.WriteLineAsync("451 try again later");
                        break;
                    case "RCPT":
                        to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                        await writer.WriteLineAsync("250 ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var mail = await ReadMailAsync(reader);
                        lock (caught)
                        {
                            caught.Add(new CaughtMail(to, mail));
                        }

                        if (BreaksOffAfterTaking)
                        {
                            return;
                        }

                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The sender went away.
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            mail.Append(line).Append("\r\n");
        }

        return mail.ToString();
    }
}

/// <summary>One mail as it came.</summary>
/// <param name="To">The envelope's recipient.</param>
/// <param name="Source">Everything, headers and body.</param>
internal sealed record CaughtMail(string To, string Source)
{
    private MimeKit.MimeMessage Parsed => MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(Source)));

    public string Subject => Parsed.Subject ?? "";

    public string Text => Parsed.TextBody ?? "";

    public string Id => Parsed.MessageId ?? "";
}
