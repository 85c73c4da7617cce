using Pds.Client;

namespace Pds.Web.Residents;

/// <summary>What was wrong with somebody's wish to entrust something, as the key of the words beside the form.</summary>
internal static class MandateMistake
{
    /// <summary>The key: <c>code</c>, <c>name</c>, <c>twice</c> or <c>many</c>; null when it was no mistake in the form.</summary>
    public static string? Of(PdsException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return refused.Reason switch
        {
            "ALREADY_EXISTS" => "twice",
            "LIMIT_EXCEEDED" => "many",
            "INVALID_ARGUMENT" when !refused.Fields.Contains("code") => "name",
            "MANDATE_CODE_NOT_ACCEPTED" or "INVALID_ARGUMENT" => "code",
            _ => null,
        };
    }
}
