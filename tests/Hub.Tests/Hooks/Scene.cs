using System.Text.Json.Nodes;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Tests.Hooks;

/// <summary>A small world in memory in which everything that a webhook can tell of happens once.</summary>
internal sealed class Scene
{
    private readonly World _world = new(TimeProvider.System) { Delays = new Delays(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero) };
    private readonly Repository _shop;
    private readonly Installation _installation;
    private readonly Caller _ada;
    private readonly Caller _bot;

    public Scene()
    {
        var acme = _world.People.Organization("acme");
        _world.People.User("ada");
        _world.People.User("ben");
        _shop = _world.Repos.Create(acme, "shop", [new("a", "b\n")]);
        foreach (var login in new[] { "ada", "ben" })
            _shop.Collaborators[login] = Role.Admin;
        var app = _world.People.App("sluice", acme);
        var permissions = new[] { "actions", "administration", "checks", "contents", "deployments", "issues", "pull_requests", "statuses" };
        foreach (var permission in permissions)
            app.Permissions[permission] = Access.Write;
        app.Events.UnionWith([
            "branch_protection_rule",
            "create",
            "delete",
            "deployment",
            "deployment_status",
            "issue_comment",
            "label",
            "pull_request",
            "pull_request_review",
            "push",
            "repository_dispatch",
            "repository_ruleset",
            "status",
            "workflow_dispatch",
            "workflow_job",
            "workflow_run",
        ]);
        _installation = _world.People.Install(app, acme);
        (_ada, _bot) = (new Caller.User(_world.Accounts["ada"]), People.As(_installation));
        new Deliveries(_world, new Wire("http://127.0.0.1:1", "http://127.0.0.1:1")).Receive(app, Heard.Add);
    }

    public List<Delivery> Heard { get; } = [];

    public void PlayAll()
    {
        Rules();
        Runs();
        var pull = Pull();
        Checks(pull.HeadSha);
        Talk(pull);
        Deploy();
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/gone", null, pull.HeadSha)], "test");
        _world.Refs.Move(_ada, _shop, [new RefMove("refs/heads/gone", null, Git.Zero.Sha)], "test");
        _world.Pulls.Edit(_ada, pull, new PullEdit(IsOpen: false));
        _world.Pulls.Edit(_ada, pull, new PullEdit(IsOpen: true));
        Assert.False(_world.Merging.MergePull(_ada, pull, MergeMethod.Squash).IsRefused);
        var docs = _world.Repos.Create(_shop.Owner, "docs", []);
        _world.People.Select(_installation, _ada.Who, _shop);
        _world.People.Select(_installation, _ada.Who, _shop, docs);
        _world.People.Suspend(_installation, _ada.Who);
        _world.People.Unsuspend(_installation, _ada.Who);
        _world.Agenda.RunDue();
    }

    private Pull Pull()
    {
        _world.Refs.CommitTo(_ada, _shop, "topic", "Change", [new("a", "c\n")]);
        var pull = _world.Pulls.Open(_ada, _shop, new PullDraft("Change", "topic", "main", "Why.")).Value;
        _world.Pulls.Edit(_ada, pull, new PullEdit(Title: "Other", Body: "Because."));
        _world.Pulls.SetDraft(_ada, pull, true);
        _world.Pulls.SetDraft(_ada, pull, false);
        _world.Refs.CommitTo(_ada, _shop, "topic", "More", [new("a", "d\n"), new("e", "f\n")]);
        _world.Labels.Put(_bot, pull, ["queue"]);
        _world.Labels.Edit(_bot, _shop, _shop.Labels["queue"], null, "0e8a16", "In line.");
        _world.Labels.Take(_bot, pull, "queue");
        Assert.Null(_world.Labels.Delete(_bot, _shop, _shop.Labels["queue"]));
        var review = _world.Reviews.Submit(new Caller.User(_world.Accounts["ben"]), pull, ReviewState.Approved, "Good.").Value;
        _world.Reviews.Dismiss(_ada, pull, review, "Look again.");
        return pull;
    }

    private void Checks(string sha)
    {
        var report = new CheckReport { Status = "in_progress", Actions = [new CheckAction("Retry", "Builds it again", "retry")] };
        var run = _world.Checks.Create(_bot, _shop, "sluice", sha, report).Value;
        Assert.Null(_world.Checks.Press(_ada.Who, _shop, run, "retry"));
        _world.Checks.Update(
            _bot,
            _shop,
            run,
            new CheckReport { Conclusion = "failure", Output = new CheckOutput("Ejected", "It failed.", null) }
        );
        Assert.Null(_world.Checks.Rerequest(_bot, _shop, run));
        Assert.Null(_world.Checks.Rerequest(_bot, _shop.Marks.Suites[run.SuiteId]));
        Assert.False(_world.Statuses.Set(_bot, _shop, sha, "success", "ci", "Green.", "http://127.0.0.1/1").IsRefused);
    }

    private void Talk(Pull pull)
    {
        var comment = _world.Comments.Say(_bot, pull, "Landed.").Value;
        _world.Comments.Edit(_bot, comment, "Held.");
        Assert.Null(_world.Comments.Delete(_bot, comment));
    }

    private void Deploy()
    {
        var draft = new DeploymentDraft("main")
        {
            AutoMerge = false,
            RequiredContexts = [],
            Payload = new JsonObject { ["sluice"] = new JsonObject() },
        };
        var deployment = _world.Deployments.Create(_bot, _shop, draft).Value.Deployment!;
        _world.Deployments.Tell(
            _bot,
            deployment,
            new DeploymentWord("success") { Description = "There.", LogUrl = "http://127.0.0.1/log" }
        );
    }

    private void Runs()
    {
        var workflow = _world.Actions.Add(_shop, "CI", "push", ["test"]);
        _world.Refs.CommitTo(_ada, _shop, "ci", "Run", [new("r", "s\n")]);
        var job = Assert.Single(_shop.WorkflowRuns.Values.Last().Jobs);
        Assert.True(_world.Actions.Start(job));
        Assert.True(_world.Actions.Finish(job, "success"));
        _shop.Workflows.Remove(workflow.Id);
        var deploy = _world.Actions.Add(_shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha"], []);
        Assert.NotNull(_world.Actions.Dispatch(_bot, _shop, "deploy.yml", "main", new JsonObject { ["sha"] = "x" }).Value);
        Assert.Null(_world.Actions.Dispatch(_bot, _shop, "sample.collected", new JsonObject { ["weight"] = 5 }));
        _shop.Workflows.Remove(deploy.Id);
    }

    private void Rules()
    {
        _world.Rules.Add(_shop, "reviews", _ada.Who, new Rule.Deletion());
        _world.Rules.Protect(_shop, "release", new Protection { Checks = [new RequiredCheck("ci")], Approvals = 1 }, _ada.Who);
        _world.Rules.Protect(_shop, "release", new Protection(), _ada.Who);
        _world.Rules.Unprotect(_shop, "release", _ada.Who);
    }
}
