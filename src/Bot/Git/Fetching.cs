using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Talks to the server: fetches, and whatever else needs a token.</summary>
/// <param name="heard">Told of each talk whether the server answered; null: nobody asks.</param>
internal sealed class Fetching(Remotes remotes, TimeProvider clock, Action<Repository, bool>? heard = null)
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(15);

    /// <summary>The first one may bring gigabytes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public async Task<Answer<Nothing>> Fetch(Mirror mirror, Repository repo, Action starts, CancellationToken stop)
    {
        await mirror.Make(stop);
        var answer = await Talk(mirror, repo, Command, stop, starts);
        return answer.Match(output => Judge(mirror, output), refused => refused.Not<Nothing>(), later => later.Not<Nothing>());

        GitCommand Command(Remote remote) =>
            new(
                mirror.Path,
                "fetch",
                "--quiet",
                "--prune",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--no-auto-maintenance",
                "--end-of-options",
                remote.Url,
                "+refs/heads/*:refs/heads/*",
                "+refs/pull/*/head:refs/pull/*/head",
                "+refs/notes/a*:refs/notes/a*"
            )
            {
                Timeout = Longest,
            };
    }

    /// <summary>
    /// Runs a command that needs the server, with a token; once more with a new one where it was not taken. Any exit code is an answer.
    /// </summary>
    public async Task<Answer<GitOutput>> Talk(
        Mirror mirror,
        Repository repo,
        Func<Remote, GitCommand> command,
        CancellationToken stop,
        Action? starts = null
    )
    {
        for (string? refusedToken = null; ; )
        {
            var answer = await remotes(repo, refusedToken, stop);
            if (answer is not Answer<Remote>.Made(var remote))
            {
                return answer.Not<GitOutput>();
            }

            starts?.Invoke();
            var run = command(remote) with { Environment = remote.Environment, Settings = remote.Settings };
            var output = await mirror.Ask(run, stop);
            heard?.Invoke(repo, output.Exit == 0 || !GitWords.IsUnanswered(output.Errors));
            if (refusedToken is null && remote.Token is not null && output.Exit != 0 && GitWords.Unauthorized(output.Errors))
            {
                refusedToken = remote.Token;
                continue;
            }

            return new Answer<GitOutput>.Made(output);
        }
    }

    public DateTimeOffset Soon => clock.GetUtcNow() + Breath;

    private Answer<Nothing> Judge(Mirror mirror, GitOutput output)
    {
        if (output.Exit == 0)
        {
            return new Answer<Nothing>.Made(default);
        }

        if (GitWords.IsDamage(output.Errors) && !GitWords.IsPassing(output.Errors))
        {
            throw new GitException(
                $"the mirror {mirror.Path} cannot be used; look at its disk, or remove the mirror and it is fetched anew: {GitWords.Short(output.Errors)}"
            );
        }

        if (GitWords.Locked(output.Errors))
        {
            mirror.SweepLocks(clock.GetUtcNow());
        }

        var why = GitWords.Short(output.Errors);
        return GitWords.IsPassing(output.Errors) ? new Answer<Nothing>.Later(Soon, why) : new Answer<Nothing>.Refused(why);
    }
}
