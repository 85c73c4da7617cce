namespace Pds.Ledger;

/// <summary>Gives the files of a published log one by one, wherever they are: a directory, a web server. An interface because both exist.</summary>
public interface ITileSource
{
    /// <summary>The file's bytes, or null when there is no such file.</summary>
    /// <param name="path">Path below the log's directory or address, with forward slashes.</param>
    /// <param name="maxBytes">A longer file is not read to its end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="IOException">It cannot be told now whether there is such a file.</exception>
    /// <exception cref="InvalidDataException">The file is longer than <paramref name="maxBytes"/>.</exception>
    ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken);
}
