using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns;
using IGit = Sluice.Turns.Ports.IGit;
using Signature = Sluice.Hub.Git.Signature;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What of a pull that stands on another is its own, and so what it is judged by.</summary>
public sealed class OwnWorkTests : TurnTest
{
    private const string Others = "good/guard.txt";

    private Pull Lower { get; set; } = null!;

    private Pull Upper { get; set; } = null!;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_merged_the_base_in_is_not_charged_with_what_others_landed(bool landed)
    {
        await Stack(landed);
        Push("main", Others, "guard\n");
        MergeIn("main", Town.Repo.Git.Merge(Upper.HeadSha, Town.Repo.Branch("main")!).Tree!);

        var judged = await Judged();

        Assert.Contains("good/upper.txt", judged);
        Assert.DoesNotContain(Others, judged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_it_took_back_of_the_base_is_its_own_doing(bool landed)
    {
        await Stack(landed);
        Push("main", Others, "guard\n");
        MergeIn("main", Town.Repo.Git.Commit(Upper.HeadSha)!.Tree);

        Assert.Contains(Others, await Judged());
    }

    [Fact]
    public async Task What_it_took_back_of_what_it_is_built_on_is_its_own_doing_too()
    {
        await Stack(landed: false);
        var own = Town.Repo.Git.Merge(Push("main", Others, "guard\n").Hex, Upper.HeadSha).Tree!;
        MergeIn("main", TreeEdit.Apply(Town.Repo.Git, own, [new("good/lower.txt", null), new("good/upper.txt", "more\n")]));

        var judged = await Judged();

        Assert.Contains("good/lower.txt", judged);
        Assert.DoesNotContain(Others, judged);
    }

    [Fact]
    public async Task What_it_took_back_is_not_hidden_below_more_commits_than_git_tells()
    {
        const int most = 250;
        await Stack(landed: false);
        Push("main", Others, "guard\n");
        MergeIn("main", Town.Repo.Git.Commit(Upper.HeadSha)!.Tree);
        foreach (var each in Enumerable.Range(0, most))
        {
            Push("upper", "good/upper.txt", $"{each}\n");
        }

        var newest = Relay.Of<IGit>(
            Mirror,
            call => call.What == nameof(IGit.Commits) ? Newest((Task<Row<CommitInfo>>)call.Through()!) : call.Through()
        );
        Assert.Contains(Others, await Judged(newest));

        static async Task<Row<CommitInfo>> Newest(Task<Row<CommitInfo>> commits) => (await commits).TakeLast(most).ToRow();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_landed_as_another_commit_comes_along_with_what_is_merged_on_top_of_it(bool squashed)
    {
        await Stack(landed: false);
        if (squashed)
        {
            await Land(Push("main", "good/lower.txt", "lower\n"));
        }
        else
        {
            await Land(Merge());
        }

        Assert.Equal(squashed, (await Judged()).Contains("good/lower.txt"));
    }

    /// <summary>The paths by which the upper one is judged.</summary>
    private async Task<Row<string>> Judged(IGit? git = null)
    {
        await Store.Fold([WorldFacts.Of(Upper)], Stop);
        await Mirror.Fetch(Repo, Stop);
        var turns = new SubjectTurns(Store, GitHub, git ?? Mirror, Town.Fleet, Bell, Town.Clock);
        await turns.Take(new PullSubject(Repo.Id, Upper.Number), Stop);
        var ledger = (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, Upper.Number), Stop)).Value!;
        Assert.Equal(new Sha(Upper.HeadSha), ledger.Touched!.Head);
        return ledger.Touched.Paths;
    }

    private async Task Stack(bool landed)
    {
        Push("main", ".github/sluice.yml", "queue: { method: merge }\n");
        Lower = await Open("lower");
        Assert.Null(
            Town.World.Refs.CommitTo(
                As("ada"),
                Town.Repo,
                "upper",
                "Work",
                [KeyValuePair.Create("good/upper.txt", (string?)"new\n")],
                "lower"
            ).Refusal?.Message
        );
        Upper = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("upper", "upper", "main", $"Depends-On: #{Lower.Number}")).Value;
        if (landed)
        {
            await Land(Merge());
        }
    }

    private Sha Merge() => new(Town.World.Merging.MergeBranches(As("ada"), Town.Repo, "main", "lower", null).Value!);

    private async Task Land(Sha commit)
    {
        var told = WorldFacts.Of(Lower);
        await Store.Fold(
            [told with { Stamp = told.Stamp + 1, Pull = told.Pull with { Open = false, Merged = true, MergeCommit = commit } }],
            Stop
        );
    }

    private void MergeIn(string branch, string tree)
    {
        var by = new Signature("ada", "ada@acme.example", Town.Clock.GetUtcNow());
        var (head, other) = (Town.Repo.Branch("upper")!, Town.Repo.Branch(branch)!);
        var merge = Town.Repo.Git.Write(new CommitDraft(tree, [head, other], by, by, $"Merge {branch}\n"));
        Assert.Null(Town.World.Refs.Move(As("ada"), Town.Repo, [new RefMove("refs/heads/upper", head, merge)], "push"));
    }
}
