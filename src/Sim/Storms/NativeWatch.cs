using Sluice.Flow.Words;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>
/// Watches GitHub's own merge queue where the bot drives it: who is put in and who is left there in a freeze, and whose doing is told what
/// it landed.
/// </summary>
internal sealed class NativeWatch(World world, Repository repo, Window? freeze, TimeProvider machine, Action<string> complain)
{
    /// <summary>
    /// How often the bot may be told that one is there who may not land now: what it then asks may be refused, or lost, or its process
    /// dies.
    /// </summary>
    private const int Most = 20;

    private readonly SortedDictionary<int, int> _seenThere = [];
    private readonly List<Pull> _landed = [];

    public void Take(WorldEvent happened)
    {
        switch (happened)
        {
            // When what it holds lands is GitHub's doing; when it gets something to hold is ours.
            case WorldEvent.PullRequest { What: "enqueued", Pull: var entered } when IsFrozen && !Referee.IsRevert(entered):
                complain($"#{entered.Number} was put into GitHub's queue in a freeze");
                break;
            case WorldEvent.PullRequest { What: "dequeued", Pull: var left, Reason: var reason }:
                _seenThere.Remove(left.Number);
                if (reason == "MERGE")
                {
                    _landed.Add(left);
                }

                break;
        }
    }

    /// <summary>Only the bot puts in: what GitHub's queue landed is nobody else's merge, and once all is told, its page says so.</summary>
    public void AtRest()
    {
        foreach (var pull in _landed)
        {
            var others = Sentences.MergedOutside(pull.BaseBranch, new(pull.MergeCommit!));
            if (
                repo
                    .Marks.LatestRuns(pull.HeadSha)
                    .FirstOrDefault(run => run.Summary?.Contains(others, StringComparison.Ordinal) == true) is
                { } page
            )
            {
                complain($"#{pull.Number} was landed by GitHub's queue, and its page ends with: {page.Summary}");
            }
        }
    }

    /// <summary>A call of the bot that GitHub answers.</summary>
    public object? Hear(Call call)
    {
        if (call.What == nameof(IGitHub.NativeQueue))
        {
            Look();
        }

        return call.Through();
    }

    private bool IsFrozen => freeze?.Holds(machine.GetUtcNow()) == true;

    private void Look()
    {
        if (!IsFrozen)
        {
            _seenThere.Clear();
            return;
        }

        foreach (var there in world.MergeQueues.Of(repo, "main").Select(entry => entry.Pull).Where(pull => !Referee.IsRevert(pull)))
        {
            var times = _seenThere[there.Number] = _seenThere.GetValueOrDefault(there.Number) + 1;
            if (times == Most)
            {
                complain($"#{there.Number} is left in GitHub's queue in a freeze, though the bot looked there {times} times");
            }
        }
    }
}
