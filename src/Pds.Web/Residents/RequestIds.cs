using System.Text;
using Pds.Cryptography;

namespace Pds.Web.Residents;

/// <summary>
/// Idempotency keys: a form carries one, and what it does at the city's server carries it on, so that a form sent twice does its work once.
/// </summary>
internal static class RequestIds
{
    /// <summary>A fresh one: 22 characters.</summary>
    public static string New() => Base64Url.Encode(RandomSource.Bytes(16));

    /// <summary>The key of one act of several that a form does; the same form and object give the same key.</summary>
    public static string Derive(string formId, string objectId) =>
        Base64Url.Encode(Sha256.Hash(Encoding.UTF8.GetBytes($"{Labels.WebAct}\n{formId}\n{objectId}")));
}
