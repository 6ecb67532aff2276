using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Fakes;

/// <summary>Commits as it takes to have GitHub make them; in memory all that they hold is there already.</summary>
internal static class MemoryDrafts
{
    public static Row<DraftCommit> Of(Hub.Git.IGit git, Signature own, Sha onto, Sha tip)
    {
        var drafts = new List<DraftCommit>();
        for (var at = git.Commit(tip.Hex)!; at.Sha != onto.Hex; at = git.Commit(at.Parents[0])!)
        {
            drafts.Add(
                new DraftCommit(
                    new Sha(at.Sha),
                    new Sha(at.Tree),
                    new Sha(git.Commit(at.Parents[0])!.Tree),
                    at.Parents.Select(parent => new Sha(parent)).ToRow(),
                    at.Message,
                    at.Author.Email == own.Email ? null : $"{at.Author.Name} <{at.Author.Email}>",
                    []
                )
            );
        }

        drafts.Reverse();
        return drafts.ToRow();
    }
}
