using System.Diagnostics;
using Sluice.Hub.Git;

namespace Sluice.Hub.GitHttp;

/// <summary>
/// Takes a pushed pack into the object store before any ref moves. What a refused push brought stays unreachable. No hook runs:
/// the rules are asked in this process.
/// </summary>
internal static class PackIntake
{
    /// <summary>Null when all is there, else why the pack was not accepted.</summary>
    public static async Task<string?> Take(BareGit git, PushRequest push, Stream body, CancellationToken cancel)
    {
        if (!push.NeedsPack)
            return null;
        using (var index = Process.Start(GitCommand.Start(git.Path, "index-pack", "--stdin", "--fix-thin"))!)
        {
            var output = index.StandardOutput.ReadToEndAsync(cancel);
            var errors = index.StandardError.ReadToEndAsync(cancel);
            try
            {
                await body.CopyToAsync(index.StandardInput.BaseStream, cancel);
                index.StandardInput.Close();
            }
            catch (InvalidDataException)
            {
                // Half a pack: it ends by itself, and what it had taken in stays unreachable.
                index.StandardInput.Close();
                await index.WaitForExitAsync(cancel);
                throw;
            }
            catch (IOException) when (index.WaitForExit(1000))
            {
                // index-pack gave up on a broken pack: its own words below say why.
            }

            await index.WaitForExitAsync(cancel);
            await output;
            if (index.ExitCode != 0)
                return $"index-pack failed: {(await errors).Trim()}";
        }

        return IsConnected(git, push) ? null : "missing necessary objects";
    }

    // As receive-pack does: everything that the new tips reach and no ref does must be here.
    private static bool IsConnected(BareGit git, PushRequest push)
    {
        var tips = string.Concat(push.Commands.Where(c => c.New != Zero.Sha).Select(c => c.New + "\n"));
        return GitCommand.Run(git.Path, tips, "rev-list", "--objects", "--stdin", "--not", "--all", "--quiet").Exit == 0;
    }
}
