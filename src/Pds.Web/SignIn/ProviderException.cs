namespace Pds.Web.SignIn;

/// <summary>The identity provider did not do its part. The message says at which step, and nothing about anybody.</summary>
/// <param name="what">The step.</param>
/// <param name="inner">The transport's exception, when there is one.</param>
internal sealed class ProviderException(string what, Exception? inner = null) : Exception(what, inner);
