using System.Text;
using Microsoft.Extensions.Logging;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>What a stolen disk or a log shows of sessions: no secret, no challenge, and nobody's name at the identity provider.</summary>
[Trait("Feature", "S3")]
[Trait("Invariant", "I-30")]
public sealed class SessionSecrecy
{
    [Fact]
    public async Task Neither_secret_nor_challenge_nor_name_rests_in_the_data_folder_or_is_logged()
    {
        var log = new StringBuilder();
        await using var provider = await TestIdentityProvider.StartAsync();
        await using var city = await City.StartAsync(provider.Configure, logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(log)));
        var host = await city.EnrollWebHostAsync();
        var session = await host.FirstVisitAsync(provider, "nobody-else-is-called-so");
        var challenge = await host.StartAsync();
        using var passkey = new TestPasskey();
        (await session.AskAsync(
            "/pds.v1.SessionService/RegisterPasskey", session.Registration(passkey, challenge, provider, "nobody-else-is-called-so", "見本の電話"))).Reason.Should().Be("OK");
        var open = await host.StartAsync();
        Base64Url.TryDecode(session.Secret, out var secret);
        Base64Url.TryDecode(open, out var begun);
        byte[][] nowhere =
        [
            Encoding.UTF8.GetBytes(session.Secret), secret!, Encoding.UTF8.GetBytes(open), begun!, Encoding.UTF8.GetBytes("nobody-else-is-called-so"),
            Encoding.UTF8.GetBytes("見本の電話"), passkey.Id, Encoding.UTF8.GetBytes(Base64Url.Encode(passkey.Id)), Encoding.UTF8.GetBytes(Actor.HashOf(session.Secret)),
        ];

        var everything = await ReadAsync(city.Data);

        bool Rests(byte[] one) => everything.GetBuffer().AsSpan(0, (int)everything.Length).IndexOf(one) >= 0;
        Rests("BEGIN CERTIFICATE"u8.ToArray()).Should().BeTrue("the search finds what is there");
        nowhere.Where(Rests).Should().BeEmpty();

        string said;
        lock (log)
        {
            said = log.ToString();
        }

        said.Should().NotBeEmpty();
        nowhere.Select(Encoding.UTF8.GetString).Where(one => said.Contains(one, StringComparison.Ordinal)).Should().BeEmpty();
    }

    // The server goes on writing: a file that got its last name meanwhile is read under it, with all others, from the beginning.
    private static async Task<MemoryStream> ReadAsync(string folder)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var everything = new MemoryStream();
                foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "pds.lock"))
                {
                    await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    await stream.CopyToAsync(everything, TestContext.Current.CancellationToken);
                }

                return everything;
            }
            catch (FileNotFoundException) when (attempt < 50)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private sealed class Lines(StringBuilder log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log)
            {
                log.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
            }
        }

        public void Dispose()
        {
        }
    }
}
