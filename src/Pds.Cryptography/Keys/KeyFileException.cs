namespace Pds.Cryptography;

/// <summary>The sealed key file cannot be opened; the message says what to change and never why a passphrase failed.</summary>
public sealed class KeyFileException : IOException
{
    /// <summary>With a message for the operator.</summary>
    public KeyFileException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the operator and the cause.</summary>
    public KeyFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public KeyFileException()
    {
    }
}
