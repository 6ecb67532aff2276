using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// What the messages of a candidate's commits are made of: the repository's settings, and the descriptions where those ask for them.
/// </summary>
internal sealed class MessageTexts(IStore store, Asked asked)
{
    public async Task<LaneMove.Compose> Of(Repository repo, LaneMove.Compose move, CancellationToken stop)
    {
        if (move.Method == MergeMethod.Rebase || (await asked.Habits(repo, stop)).Style is not { } style)
        {
            return move;
        }

        var members = new List<Member>();
        foreach (var member in move.Members)
        {
            var pull = (await store.Find<PullFact>(repo.Id, "", Numbers.Key(member.Number), stop))?.Pull;
            members.Add(
                member with
                {
                    Body = pull?.Body,
                    From = pull is null ? null : $"{(pull.IsFork(repo.Id) ? pull.Author.Login : repo.Owner)}/{pull.HeadRef}",
                }
            );
        }

        return move with
        {
            Members = members.ToRow(),
            Style = style,
        };
    }
}
