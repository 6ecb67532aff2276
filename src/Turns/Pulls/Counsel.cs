using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// Has the advisor asked beside the turns, so that none waits for it. What comes of it is a fact, and the fact rings its pull.
/// </summary>
internal sealed class Counsel(IAdvisor advisor, IGit git, Books books)
{
    /// <summary>For a process that ended meanwhile: whoever takes the turn then asks again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(long Repo, int Pull, Sha Head, Row<Sha> From), Task<Made>> _underWay = new();

    public async Task<Made> Ask(PullSeen seen, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var key = (Repo: seen.Repo.Id, Pull: seen.Pull.Number, seen.Pull.Head, From: seen.Change!.MergeBases);
        var over = _underWay.Where(pair => pair.Key != key && pair.Value.IsCompleted && (IsKept(pair.Value) || IsFormer(pair.Key)));
        foreach (var done in over)
        {
            _underWay.TryRemove(done); // this very asking: its own turn may have begun another since
        }

        var asking = _underWay.GetOrAdd(key, _ => Advise(seen));
        if (!asking.IsCompleted)
        {
            return new Made.Later(books.Now + LookAgain, "the advisor is being asked");
        }

        // How it ended since the last turn is told by this one.
        _underWay.TryRemove(key, out _);
        return await asking;

        bool IsFormer((long Repo, int Pull, Sha Head, Row<Sha> From) other) => (other.Repo, other.Pull) == (key.Repo, key.Pull);
    }

    /// <summary>What came of it is a fact: nobody needs to be told.</summary>
    private static bool IsKept(Task<Made> asking) => asking is { IsCompletedSuccessfully: true, Result: not Made.Later };

    /// <summary>Outlives the turn that began it, hence without the turn's token: the advisor and git have limits of their own.</summary>
    private async Task<Made> Advise(PullSeen seen)
    {
        var (advice, made) = await Read(seen);
        if (advice is not null)
        {
            // Asked anew of a head that brings something else by now, it takes nothing back.
            var kept = advice with
            {
                Worries = Worries(seen.Advice, advice),
                From = seen.Change!.MergeBases,
            };
            await books.Tell([new AdviceFact(seen.Repo.Id, books.Stamp, seen.Pull.Number, seen.Pull.Head, kept)], CancellationToken.None);
        }

        return made;
    }

    private static Row<Worry> Worries(Advice? before, Advice now) =>
        (before?.Worries ?? []).Concat(now.Worries).DistinctBy(worry => (worry.Path, worry.Quote)).ToRow();

    private async Task<(Advice?, Made)> Read(PullSeen seen)
    {
        if (await Brief(seen) is not { } brief)
        {
            return (Advice.Failure("the diff is too large to be shown"), Made.Well);
        }

        if (brief.Files.Count == 0)
        {
            return (new Advice([]), Made.Well);
        }

        var answer = await advisor.Ask(Question.Of(brief), CancellationToken.None);
        return answer.Match<(Advice?, Made)>(
            text => (AdvisorAnswer.Read(text, brief), Made.Well),
            refused => (Advice.Failure(refused.Why), new Made.Refused(refused.Why)),
            later => (null, new Made.Later(later.Until, later.Why))
        );
    }

    private async Task<Brief?> Brief(PullSeen seen)
    {
        var (change, policy) = (seen.Change!, seen.Policy.Risk);
        var wanted = Flow.Intake.Risk.Advising.Brief.Wanted(change, policy);
        if (wanted.Count == 0)
        {
            return Flow.Intake.Risk.Advising.Brief.Of(change, policy, "");
        }

        // Lines may be long: where the diff of all is too much, that of the riskiest half is tried.
        for (var files = wanted; files.Count > 0; files = [.. files.Take(files.Count / 2)])
        {
            if (await git.Diff(seen.Repo, change, [.. files.SelectMany(file => file.Paths)], CancellationToken.None) is { } diff)
            {
                return Flow.Intake.Risk.Advising.Brief.Of(change, policy, diff);
            }
        }

        return null;
    }
}
