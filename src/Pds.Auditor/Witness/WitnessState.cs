using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>All logs a witness serves, below one state directory that one process holds at a time: two would each be right and together fork.</summary>
internal sealed class WitnessState : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream held;
    private readonly Dictionary<string, WitnessedLog> logs = new(StringComparer.Ordinal);

    private WitnessState(FileStream held) => this.held = held;

    /// <summary>Origins served.</summary>
    public IReadOnlyCollection<string> Origins => logs.Keys;

    /// <summary>Takes the directory and opens every log.</summary>
    /// <exception cref="InvalidDataException">Another process has the directory, or what is remembered of a log was changed.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public static WitnessState Open(string directory, IEnumerable<NoteVerifier> keys, CosignatureSigner signer, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var state = new WitnessState(Take(Path.Combine(directory, LockName)));
        try
        {
            foreach (var log in keys.GroupBy(key => key.Name, StringComparer.Ordinal))
            {
                state.logs.Add(log.Key, WitnessedLog.Open(new WitnessFolder(directory, log.Key), [.. log], signer, time));
            }

            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Answers an <c>add-checkpoint</c> request.</summary>
    /// <exception cref="IOException">The state could not be made durable: nothing was signed.</exception>
    public Task<WitnessAnswer> AddAsync(AddCheckpoint request, CancellationToken cancellationToken) => logs.TryGetValue(request.Origin, out var log)
        ? log.AddAsync(request, cancellationToken)
        : Task.FromResult(WitnessAnswer.Refusing(new WitnessDecision.UnknownLog()));

    /// <summary>The cosigned checkpoint of the log whose origin has this hash (64 lower-case hex digits); null when there is none.</summary>
    public string? Served(string originHash) =>
        logs.FirstOrDefault(log => WitnessFolder.NameOf(log.Key) == originHash).Value?.Served();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var log in logs.Values)
        {
            log.Dispose();
        }

        held.Dispose();
    }

    // The lock goes with the process, however it ends.
    private static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new InvalidDataException($"Another process holds {path}: one state directory has one witness.");
        }
    }
}
