using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;
using Composed = Sluice.Turns.Ports.Answer<Sluice.Flow.Queue.Composition>;
using MergeMethod = Sluice.Flow.Policies.MergeMethod;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Candidates for bases that demand signatures.</summary>
public sealed class SignedCandidatesTests : TurnTest
{
    [Fact]
    public async Task Of_a_pull_that_was_moved_to_another_base_other_commits_are_its_own_and_their_signatures_are_asked_for_anew()
    {
        var below = Push("below", "good/below.txt");
        Assert.Null(
            Town.World.Refs.CommitTo(
                As("ada"),
                Town.Repo,
                "above",
                "Work",
                [KeyValuePair.Create("good/above.txt", (string?)"new\n")],
                "below"
            ).Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("Above", "above", "below")).Value;
        Town.Repo.Marks.Signed[pull.HeadSha] = new Signing(Town.World.Accounts["ada"]);
        var candidates = new SignedCandidates(Mirror, GitHub);
        Assert.Empty((await Make(candidates, pull, below)).Unsigned);

        Town.World.Pulls.Edit(As("ada"), pull, new PullEdit(Base: "main"));

        Assert.Equal([pull.Number], (await Make(candidates, pull, new Sha(Town.Repo.Branch("main")!))).Unsigned);
    }

    private async Task<Composition> Make(SignedCandidates candidates, Pull pull, Sha onto)
    {
        await Mirror.Fetch(Repo, Stop);
        var move = new LaneMove.Compose(
            "b1",
            Branches.Candidate(pull.BaseBranch, "b1"),
            onto,
            [new Member(pull.Number, new Sha(pull.HeadSha), pull.Title, "ada")],
            0,
            Town.Clock.GetUtcNow()
        )
        {
            Method = MergeMethod.Merge,
            Signed = true,
        };
        var plain = await Mirror.Compose(Repo, move, Stop);
        return Assert.IsType<Composed.Made>(await candidates.Make(Repo, move, plain, Stop)).Value;
    }
}
