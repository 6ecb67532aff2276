using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>
/// Moves branches on the server: each push names the commit that the branch must stand at, and rewrites nothing but a pull's own head.
/// </summary>
/// <param name="fetch">Brings the mirror up to date.</param>
internal sealed class Pushing(Mirror mirror, Fetching server, Repository repo, Func<CancellationToken, Task<Answer<Nothing>>> fetch)
{
    private const string Owned = "sluice/";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async Task<PushAnswer> Push(string branch, Sha commit, Sha? expected, CancellationToken stop)
    {
        // The lease alone would let git rewrite history: that it goes forward is asked first, and the lease holds it there.
        if (expected is { } before && before != commit)
        {
            if (await Missing(commit, before, stop) is { } missing)
            {
                return missing;
            }

            if (!await Reading.IsAncestor(mirror, before, commit, stop))
            {
                return new PushAnswer.Refused($"{commit.Short} does not descend from {before.Short}: not a fast-forward");
            }
        }

        var name = BranchName.Ref(branch);
        return await Send(
            name,
            commit.Hex + ":" + name,
            $"--force-with-lease={name}:{expected?.Hex}",
            ["update-ref", name, commit.Hex],
            stop
        );
    }

    /// <summary>The one push that rewrites what is there: a pull's own head, from the very commit that was seen there.</summary>
    public async Task<PushAnswer> MoveHead(string branch, Sha commit, Sha expected, CancellationToken stop)
    {
        if (await Missing(commit, null, stop) is { } missing)
        {
            return missing;
        }

        var name = BranchName.Ref(branch);
        return await Send(
            name,
            commit.Hex + ":" + name,
            $"--force-with-lease={name}:{expected.Hex}",
            ["update-ref", name, commit.Hex],
            stop
        );
    }

    /// <summary>The one branch of somebody else's that goes: a pull's own head that has landed, at the very commit that did.</summary>
    public Task<PushAnswer> DropHead(string branch, Sha expected, CancellationToken stop)
    {
        var name = BranchName.Ref(branch);
        return Send(name, ":" + name, $"--force-with-lease={name}:{expected.Hex}", ["update-ref", "-d", name], stop, goes: true);
    }

    /// <exception cref="ArgumentException">The branch is not the bot's.</exception>
    public async Task<PushAnswer> Delete(string branch, CancellationToken stop)
    {
        if (!branch.StartsWith(Owned, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{branch}' is not the bot's to delete", nameof(branch));
        }

        var name = BranchName.Ref(branch);
        return await Send(name, ":" + name, "--force", ["update-ref", "-d", name], stop, goes: true);
    }

    /// <summary>What another replica composed is here only once it was fetched with its branch.</summary>
    /// <returns>Null: the mirror holds them.</returns>
    private async Task<PushAnswer?> Missing(Sha commit, Sha? before, CancellationToken stop)
    {
        Sha[] wanted = before is { } from ? [commit, from] : [commit];
        var held = await Reading.Held(mirror, wanted, stop);
        if (!held.Contains(commit))
        {
            switch (await fetch(stop))
            {
                case Answer<Nothing>.Later later:
                    return new PushAnswer.Later(later.Until, later.Why);
                case Answer<Nothing>.Refused refused:
                    return new PushAnswer.Refused(refused.Why);
            }

            held = await Reading.Held(mirror, wanted, stop);
        }

        return !held.Contains(commit) ? new PushAnswer.Refused($"{commit.Short} is neither here nor on GitHub any more")
            : before is { } lost && !held.Contains(lost)
                ? new PushAnswer.Refused($"{commit.Short} does not descend from {lost.Short}: not a fast-forward")
            : null;
    }

    /// <param name="follow">Takes the mirror along, so that the next look sees what was pushed.</param>
    /// <param name="goes">The branch is to be no more: where another replica drops it in the same moment, the server refuses ours, and it
    /// is gone.</param>
    private async Task<PushAnswer> Send(
        string name,
        string refspec,
        string force,
        string[] follow,
        CancellationToken stop,
        bool goes = false
    )
    {
        await mirror.Network.WaitAsync(stop);
        try
        {
            var answer = await Sent(name, refspec, force, stop);
            if (goes && answer is PushAnswer.Refused && await Actual(name, stop) is PushAnswer.Stale { Actual: null })
            {
                answer = new PushAnswer.Done();
            }

            if (answer is PushAnswer.Done)
            {
                await mirror.Tell(stop, follow);
            }

            return answer;
        }
        finally
        {
            mirror.Network.Release();
        }
    }

    private async Task<PushAnswer> Sent(string name, string refspec, string force, CancellationToken stop)
    {
        var answer = await server.Talk(
            mirror,
            repo,
            remote => new GitCommand(mirror.Path, "push", "--porcelain", "--no-verify", force, "--end-of-options", remote.Url, refspec)
            {
                Timeout = Longest,
            },
            stop
        );
        return answer switch
        {
            Answer<GitOutput>.Made(var output) => await Judge(name, output, stop),
            Answer<GitOutput>.Refused refused => new PushAnswer.Refused(refused.Why),
            Answer<GitOutput>.Later later => new PushAnswer.Later(later.Until, later.Why),
            _ => throw new InvalidOperationException("no such answer"),
        };
    }

    private async Task<PushAnswer> Judge(string name, GitOutput output, CancellationToken stop)
    {
        var verdict = PushLine.Read(output, name);
        return verdict.Kind switch
        {
            PushKind.Done => new PushAnswer.Done(),
            PushKind.Stale => await Actual(name, stop),
            PushKind.Passing => new PushAnswer.Later(server.Soon, verdict.Words),
            _ => new PushAnswer.Refused(verdict.Words),
        };
    }

    private async Task<PushAnswer> Actual(string name, CancellationToken stop)
    {
        var answer = await server.Talk(
            mirror,
            repo,
            remote => new GitCommand(mirror.Path, "ls-remote", "--end-of-options", remote.Url, name) { Timeout = Longest },
            stop
        );
        return answer switch
        {
            Answer<GitOutput>.Made({ Exit: 0 } output) => new PushAnswer.Stale(Named(output.Text, name)),
            Answer<GitOutput>.Made(var output) => new PushAnswer.Later(server.Soon, GitWords.Short(output.Errors)),
            Answer<GitOutput>.Refused refused => new PushAnswer.Refused(refused.Why),
            Answer<GitOutput>.Later later => new PushAnswer.Later(later.Until, later.Why),
            _ => throw new InvalidOperationException("no such answer"),
        };
    }

    private static Sha? Named(string listing, string name) =>
        listing
            .Split('\n')
            .Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 2 && parts[1] == name)
            .Select(parts => (Sha?)new Sha(parts[0]))
            .FirstOrDefault();
}
