namespace Pds.Server.FirstRun;

/// <summary>The server will not start like this. The message says what to change, in Japanese and English.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
