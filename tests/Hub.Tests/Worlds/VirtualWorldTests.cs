using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Worlds;

/// <summary>The same model in virtual time, with git in memory, as the simulator uses it.</summary>
public sealed class VirtualWorldTests
{
    private readonly HandClock _clock = new();
    private readonly World _world;
    private readonly Repository _shop;
    private readonly Caller _ada;

    public VirtualWorldTests()
    {
        _world = new World(_clock, seed: 7) { Delays = new Delays(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.Zero) };
        var owner = _world.People.Organization("acme");
        var ada = _world.People.User("ada");
        _ada = new Caller.User(ada);
        _shop = _world.Repos.Create(owner, "shop", [new("price", "1\n"), new("stock", "1\n")]);
        _shop.Collaborators["ada"] = Role.Admin;
    }

    [Fact]
    public void Mergeability_takes_its_time_and_is_forgotten_when_the_base_moves()
    {
        var pull = Open("a", "price");
        Assert.Null(_world.Merging.Mergeability(pull));
        Pass(4);
        Assert.Null(_world.Merging.Mergeability(pull));
        Pass(1);
        Assert.True(_world.Merging.Mergeability(pull)!.Mergeable);
        Assert.NotNull(_shop.Git.Ref("refs/pull/1/merge"));
        Commit("main", "price");
        Assert.Null(_world.Merging.Mergeability(pull));
        Pass(5);
        Assert.False(_world.Merging.Mergeability(pull)!.Mergeable);
    }

    [Fact]
    public void A_batch_that_is_pushed_to_the_base_merges_all_its_pulls_later()
    {
        var pulls = new[] { Open("a", "price"), Open("b", "stock") };
        var tip = _shop.Branch("main")!;
        foreach (var pull in pulls)
            tip = Merge(tip, pull);
        Assert.Null(_world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/main", _shop.Branch("main"), tip)], "push"));
        Assert.All(pulls, p => Assert.True(p.IsOpen));
        Pass(10);
        Assert.All(pulls, p => Assert.True(p.IsMerged));
        Assert.Equal(tip, pulls[1].MergeCommit);
        Assert.Equal(_shop.Git.Commit(tip)!.Parents[0], pulls[0].MergeCommit);
    }

    [Fact]
    public void A_head_that_is_pushed_just_before_its_base_is_closed_and_not_merged()
    {
        _world.Delays = _world.Delays with { Synchronize = TimeSpan.FromSeconds(30) };
        var pull = Open("a", "price");
        var head = Commit("a", "stock");
        Assert.NotEqual(head, pull.HeadSha);
        var squashed = _world.Repos.Commit(_shop, _ada.Who, "squashed", _shop.Branch("main"), [new("price", "2\n")]);
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/a", null, squashed, true)], "push");
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/main", null, squashed)], "push");
        Pass(60);
        Assert.Equal((false, false), (pull.IsOpen, pull.IsMerged));
    }

    [Fact]
    public void Deleting_a_merged_base_retargets_and_deleting_an_unmerged_one_closes()
    {
        var lower = Open("lower", "price");
        var upper = Open("upper", "stock", "lower");
        Assert.False(_world.Merging.MergePull(_ada, lower).IsRefused);
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/lower", null, Zero.Sha, true)], "api");
        Assert.Equal((true, "main"), (upper.IsOpen, upper.BaseBranch));
        var third = Open("third", "price", "upper");
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/upper", null, Zero.Sha, true)], "api");
        Assert.Equal((false, false), (upper.IsOpen, third.IsOpen));
    }

    [Fact]
    public void A_required_check_may_be_pushed_past_only_when_it_is_green_on_the_pushed_commit()
    {
        var app = _world.People.App("ci", _shop.Owner);
        var other = _world.People.App("other", _shop.Owner);
        _world.Rules.Protect(
            _shop,
            "main",
            new Protection { Checks = [new RequiredCheck("test", app.Id)], EnforceAdmins = true },
            _ada.Who
        );
        var head = Open("a", "price").HeadSha;
        Assert.Equal("Required status check \"test\" is expected.", Push(head));
        Report(head, other, "success");
        Assert.Equal("Required status check \"test\" was not set by the expected GitHub App.", Push(head));
        Report(head, app, "failure");
        Assert.Equal("Required status check \"test\" is failing.", Push(head));
        Report(head, app, "skipped");
        Assert.Null(Push(head));
        Assert.Equal(head, _shop.Branch("main"));
    }

    [Fact]
    public void The_same_seed_makes_the_same_world()
    {
        static string Story()
        {
            var tests = new VirtualWorldTests();
            var events = new List<string>();
            using var subscription = tests._world.Subscribe(e => events.Add($"{e.Name}.{e.Action} {e.Sender}"));
            tests.Open("a", "price");
            tests._world.Merging.MergePull(tests._ada, tests._shop.Pulls[1], MergeMethod.Squash);
            return string.Join('\n', events.Append(tests._shop.Branch("main")!).Append(tests._world.People.TokenFor(tests._ada.Who)));
        }

        Assert.Equal(Story(), Story());
        Assert.Contains("pull_request.closed ada", Story(), StringComparison.Ordinal);
    }

    private void Report(string sha, App app, string conclusion) =>
        _shop.Marks.Add(new CheckRun(_world.NextId(), "test", sha, app) { Status = "completed", Conclusion = conclusion });

    private string? Push(string sha) => _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/main", null, sha)], "push")?.Lines[0];

    private string Commit(string branch, string file) =>
        _world.Refs.CommitTo(_ada, _shop, branch, "Change", [new(file, $"{branch} {_world.NextId()}\n")]).Value;

    private Pull Open(string branch, string file, string into = "main")
    {
        _world.Refs.CommitTo(_ada, _shop, branch, "Change", [new(file, $"{branch}\n")], into);
        return _world.Pulls.Open(_ada, _shop, new PullDraft(branch, branch, into)).Value;
    }

    private string Merge(string tip, Pull pull)
    {
        var who = _world.Repos.Sign(_ada.Who);
        return _shop.Git.Write(new CommitDraft(_shop.Git.Merge(tip, pull.HeadSha).Tree!, [tip, pull.HeadSha], who, who, "Merge\n"));
    }

    private void Pass(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _world.Agenda.RunDue();
    }
}
