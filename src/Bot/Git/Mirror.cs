using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>The bare mirror of one repository: made when it is first needed.</summary>
/// <remarks>
/// Whole, not a partial clone: merging and counting lines need the blobs, and git 2.39 would then fetch them one merge at a time, with a
/// credential in every local command. A large repository costs its disk once.
/// </remarks>
internal sealed class Mirror(GitProcess git, string path, Answers answers, GivenUp givenUp) : IDisposable
{
    private readonly SemaphoreSlim _making = new(1, 1);
    private bool _made;

    public string Path => path;

    public Lasting Lasting { get; } = new();

    /// <summary>
    /// Fetches and pushes take turns: a fetch that listed the branches before a push would take the mirror back to before it.
    /// </summary>
    public SemaphoreSlim Network { get; } = new(1, 1);

    public async Task Make(CancellationToken stop)
    {
        if (_made && System.IO.Directory.Exists(path))
        {
            return;
        }

        await _making.WaitAsync(stop);
        try
        {
            await Init(stop);
            _made = true;
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Runs git here. Any exit code is an answer.</summary>
    public Task<GitOutput> Ask(CancellationToken stop, params string[] arguments) => Ask(new GitCommand(path, arguments), stop);

    public async Task<GitOutput> Ask(GitCommand command, CancellationToken stop)
    {
        await Make(stop);
        return await git.Run(command, stop);
    }

    /// <summary>
    /// Asks about commits that are named by their ids, and about nothing else: git is run only where it was not asked before. What failed
    /// is asked again, and what took too long after a while.
    /// </summary>
    public async Task<GitOutput> Recall(GitCommand command, CancellationToken stop)
    {
        if (answers.To(command) is { } known)
        {
            return known;
        }

        var output = await givenUp.Try(command, () => Ask(command, stop));
        if (output.Exit is 0 or 1)
        {
            answers.Keep(command, output);
        }

        return output;
    }

    /// <summary>Runs git here, where only success is an answer.</summary>
    /// <exception cref="GitException">It failed: its words.</exception>
    public Task<GitOutput> Tell(CancellationToken stop, params string[] arguments) => Tell(new GitCommand(path, arguments), stop);

    public async Task<GitOutput> Tell(GitCommand command, CancellationToken stop)
    {
        var output = await Ask(command, stop);
        return output.Exit == 0 ? output : throw Fault(command, output);
    }

    public GitException Fault(GitCommand command, GitOutput output)
    {
        Lasting.Forget();
        return new($"git {command.Verb} failed in {path} ({output.Exit}): {GitWords.Short(output.Errors)}");
    }

    /// <summary>A killed git leaves its locks behind. None is held for longer than moments; a minute later they are litter.</summary>
    public void SweepLocks(DateTimeOffset now)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(path, "*.lock", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(file) < now.UtcDateTime - TimeSpan.FromMinutes(1))
            {
                File.Delete(file);
            }
        }
    }

    public void Dispose()
    {
        _making.Dispose();
        Network.Dispose();
    }

    /// <summary>Aside and then moved: a crash leaves no half-made mirror under the name.</summary>
    private async Task Init(CancellationToken stop)
    {
        if (System.IO.Directory.Exists(path))
        {
            return;
        }

        Lasting.Forget();
        var parent = System.IO.Path.GetDirectoryName(path)!;
        System.IO.Directory.CreateDirectory(parent);
        var aside = System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var command = new GitCommand(parent, "init", "--quiet", "--bare", "--template=", "--", aside);
        var output = await git.Run(command, stop);
        if (output.Exit != 0)
        {
            throw Fault(command, output);
        }

        System.IO.Directory.Move(aside, path);
    }

    internal static string Commit(Sha sha) => sha.Hex + "^{commit}";
}
