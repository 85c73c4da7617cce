using Microsoft.Extensions.Options;

namespace Pds.Client;

/// <summary>Says, for each wrong option, what to change. Runs when the client is made, not at the first call.</summary>
public sealed class PdsClientOptionsValidator : IValidateOptions<PdsClientOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PdsClientOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Throws <see cref="OptionsValidationException"/> naming every problem, when there is one.</summary>
    public static void Require(PdsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = Problems(options).ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(PdsClientOptions), typeof(PdsClientOptions), problems);
        }
    }

    private static IEnumerable<string> Problems(PdsClientOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true, Scheme: "https" })
        {
            yield return "Address must be an absolute https:// address, such as https://pds.example.jp:7443.";
        }

        if (options.CityCaFile.Length == 0)
        {
            yield return "CityCaFile must name the city's CA certificate (PEM) that came with the enrolment code.";
        }
        else if (!File.Exists(options.CityCaFile))
        {
            yield return "CityCaFile does not exist: check the path of the city's CA certificate (PEM).";
        }

        if (options.IdentityFolder.Length == 0)
        {
            yield return "IdentityFolder must name a folder that only this service can read.";
        }

        if (options.Passphrase.Length is < 12 or > 1024)
        {
            yield return "Passphrase must have 12 to 1024 characters; read it from your secret store.";
        }

        foreach (var problem in Ranges(options))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Ranges(PdsClientOptions options)
    {
        if (options.MaxAttempts is < 1 or > 5)
        {
            yield return "MaxAttempts must be 1 to 5.";
        }

        if (options.FirstRetryDelay < TimeSpan.FromMilliseconds(10) || options.FirstRetryDelay > TimeSpan.FromSeconds(5))
        {
            yield return "FirstRetryDelay must be 10 ms to 5 s.";
        }

        if (options.CallTimeout < TimeSpan.FromSeconds(1) || options.CallTimeout > TimeSpan.FromMinutes(5))
        {
            yield return "CallTimeout must be 1 s to 5 min.";
        }

        if (options.PageSize is < 1 or > 500)
        {
            yield return "PageSize must be 1 to 500.";
        }
    }
}
