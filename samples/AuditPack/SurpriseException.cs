namespace AuditPack;

/// <summary>Something that should not happen in an invented year; the message is a sentence.</summary>
internal sealed class SurpriseException(string message) : Exception(message);
