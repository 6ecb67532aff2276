using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>Writes a commit's tree into a folder.</summary>
internal static class Checkout
{
    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> Into(string folder, Repository repository, string commit)
    {
        var files = new List<string>();
        foreach (var (path, entry) in TreeEdit.Files(repository.Git, repository.Git.Commit(commit)!.Tree))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, repository.Git.Blob(entry.Sha)!);
            files.Add(file);
        }

        return files;
    }
}
