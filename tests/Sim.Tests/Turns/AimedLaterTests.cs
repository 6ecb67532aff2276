using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using ReviewState = Sluice.Hub.Model.ReviewState;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What was approved while it was aimed at one branch, and is aimed at another.</summary>
public sealed class AimedLaterTests : TurnTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_came_along_from_the_branch_that_it_was_approved_on_was_not_approved(bool isPull)
    {
        Push("main", ".github/sluice.yml", "flow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n");
        var lower = isPull ? await Open("work") : null;
        Push("work", "good/unread.txt");
        var upper = OpenUpon("work");
        await Turn(lower);
        await Turn(upper);
        Approve(upper);
        await Turn(upper);

        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
        Assert.Null(Town.World.Pulls.Edit(As("ada"), upper, new PullEdit(Base: "main")).Refusal?.Message);
        Assert.Equal(Code.NotApproved, (await Turn(upper)).Standing.Code);

        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
        Approve(upper);
        Assert.NotNull((await Turn(upper)).Admission);
    }

    [Fact]
    public async Task What_stood_on_another_stays_approved_where_that_has_landed()
    {
        Push("main", ".github/sluice.yml", "flow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n");
        var lower = await Open("work");
        var upper = OpenUpon("work");
        await Turn(lower);
        await Turn(upper);
        Approve(upper);
        await Turn(upper);

        Town.World.Merging.MergeBranches(As("ada"), Town.Repo, "main", "work", null);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
        await Turn(lower);
        Assert.Null(Town.World.Pulls.Edit(As("ada"), upper, new PullEdit(Base: "main")).Refusal?.Message);

        Assert.NotNull((await Turn(upper)).Admission);
    }

    private Pull OpenUpon(string branch)
    {
        Assert.Null(
            Town.World.Refs.CommitTo(
                As("ada"),
                Town.Repo,
                "upper",
                "Work",
                [KeyValuePair.Create("good/upper.txt", (string?)"new\n")],
                branch
            ).Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("upper", "upper", branch)).Value;
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        return pull;
    }

    private void Approve(Pull pull) =>
        Assert.Null(Town.World.Reviews.Submit(As("ben"), pull, ReviewState.Approved, "Good.").Refusal?.Message);

    private async Task<PullLedger> Turn(Pull? pull)
    {
        if (pull is null)
        {
            return PullLedger.New;
        }

        await Store.Fold(
            [
                WorldFacts.Of(Town.Repo, Town.Installation),
                WorldFacts.Of(pull),
                .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put)),
                .. pull.Reviews.Values.Select(review => WorldFacts.Of(pull, review)),
            ],
            Stop
        );
        await Mirror.Fetch(Repo, Stop);
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles
        return (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;
    }
}
