namespace Quickstart;

/// <summary>Something was not as the scenario says. The run ends with a non-zero exit code.</summary>
internal sealed class SurpriseException(string message) : Exception(message);
