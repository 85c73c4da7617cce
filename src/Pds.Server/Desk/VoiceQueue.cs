using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Desk;

/// <summary>
/// The queue of the machine that calls registered numbers and speaks codes: one file a call in a folder only this account can read, two lines, the
/// telephone number and the code. The machine takes it from there; a file that is left goes with its call. No clerk's screen ever shows either.
/// </summary>
/// <param name="folder">The folder, mode 0700.</param>
internal sealed class VoiceQueue(string folder)
{
    /// <summary>Has a code spoken.</summary>
    public void Speak(VisitId call, string telephone, string code)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        DurableFile.WriteAtomically(PathOf(call), System.Text.Encoding.ASCII.GetBytes($"{telephone}\n{code}\n"), DurableFile.OwnerOnly);
    }

    /// <summary>Takes it out again, spoken or not.</summary>
    public void Forget(VisitId call)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(call));
        }
    }

    private string PathOf(VisitId call) => Path.Combine(folder, call.ToString());
}
