using Pds.Protocol.V1;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Matrix;

/// <summary>Somebody with a browser who is none of those whose page it is, or is one of them.</summary>
/// <param name="Name">How the test calls her.</param>
/// <param name="Client">Her browser.</param>
internal sealed record Visitor(string Name, PageClient Client)
{
    /// <summary>She is signed in as a resident, as herself.</summary>
    public bool IsResident { get; init; }

    /// <summary>She is signed in, and acts for the resident whose pages are tried, with these acts; null when she acts for nobody.</summary>
    public IReadOnlyList<MandateAct>? Acts { get; init; }

    /// <summary>Her session ended elsewhere: this host still holds its ticket.</summary>
    public bool IsGone { get; init; }

    /// <summary>Her role on the staff; null when she is not of it.</summary>
    public StaffRole? Role { get; init; }

    /// <summary>The form's token that her browser holds for residents' pages.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The same for the staff's.</summary>
    public string StaffToken { get; private set; } = "";

    /// <summary>Takes up the tokens of her own forms.</summary>
    public async Task<Visitor> WithTokensAsync()
    {
        Token = await TokenAsync("/reading");
        StaffToken = Role is null ? Token : await TokenAsync("/staff");
        return this;
    }

    /// <summary>Her own token, now.</summary>
    public async Task<string> TokenAsync(string page) => (await Client.FormOfAsync(page)).Single(field => field.Key == "form_token").Value;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
