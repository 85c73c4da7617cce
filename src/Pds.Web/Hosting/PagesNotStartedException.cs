namespace Pds.Web.Hosting;

/// <summary>The pages cannot start as they are set up. The message says, in Japanese and English, what to do.</summary>
public sealed class PagesNotStartedException(string message) : Exception(message);
