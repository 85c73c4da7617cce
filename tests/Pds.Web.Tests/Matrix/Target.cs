namespace Pds.Web.Tests.Matrix;

/// <summary>Something that an address or a form can name.</summary>
/// <param name="Real">One that exists and is not the visitor's.</param>
/// <param name="Absent">One of the same form that nobody has.</param>
internal sealed record Target(string Real, string Absent)
{
    /// <summary>An id with a prefix, or a draft's name.</summary>
    public static Target Of(string id) => new(id, id.Length > 4 && id[3] == '_' ? id[..4] + "aaaaaaaaaaaaaaaaaaaaaaaaaa" : new string('a', id.Length));

    /// <summary>What is the same for everybody.</summary>
    public static Target Common(string text) => new(text, text);
}
