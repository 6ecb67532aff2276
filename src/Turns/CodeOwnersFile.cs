using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Reads CODEOWNERS where GitHub would.</summary>
internal static class CodeOwnersFile
{
    /// <summary>Null: there is none.</summary>
    public static async Task<CodeOwners?> At(IGit git, Repository repo, Sha commit, CancellationToken stop)
    {
        if (!await git.Has(repo, commit, stop))
        {
            return null;
        }

        foreach (var file in CodeOwners.Files)
        {
            if (await Text(git, repo, commit, file, stop) is { } text)
            {
                return CodeOwners.Read(text);
            }
        }

        return null;
    }

    /// <summary>One that is too large to be read names nobody, and hides those that GitHub looks for after it.</summary>
    private static async Task<string?> Text(IGit git, Repository repo, Sha commit, string file, CancellationToken stop)
    {
        try
        {
            return await git.File(repo, commit, file, stop);
        }
        catch (FileTooLargeException)
        {
            return "";
        }
    }
}
