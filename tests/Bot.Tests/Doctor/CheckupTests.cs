using System.Text.Json;
using Sluice.Bot.Doctor;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Verbs;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Doctor;

/// <summary>One thing after the other that is not well with the App or its repositories.</summary>
public sealed class CheckupTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private WellHub _well = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HubServer Hub => _well.Hub;

    private World World => Hub.World;

    public async ValueTask InitializeAsync() => _well = await WellHub.Start(database.ConnectionString);

    [Fact]
    public async Task Where_all_is_well_every_line_is_a_tick()
    {
        var findings = await _well.Findings();

        Assert.All(findings, each => Assert.True(each.IsWell, $"{each.About}: {each.Says}"));
        Assert.Equal(
            ["settings", "database", "clock", "git", "app", "webhook", "webhook", "app", "acme/shop", "acme/shop", "acme/shop"],
            findings.Select(each => each.About)
        );
    }

    [Fact]
    public async Task A_permission_and_an_event_that_the_App_lacks_are_named()
    {
        _well.Do(() => Hub.App.Permissions["checks"] = Access.Read);
        _well.Do(() => Hub.App.Events.Remove("status"));

        Assert.Contains("lacks checks: write, the event status", (await _well.Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_accepted_where_it_is_installed_is_told_with_the_account()
    {
        _well.Do(() => Hub.Installation.Permissions.Remove("deployments"));

        Assert.Contains("on acme it was not granted deployments: write", (await _well.Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teams_that_must_approve_and_that_the_App_cannot_see_are_told_with_what_to_do()
    {
        _well.Do(() =>
        {
            var tip = Hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(Hub.Shop, World.Accounts["ada"], "Own\n", tip, [new("CODEOWNERS", "* @acme/pay\n")]);
            Assert.Null(World.Refs.Apply(Hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push"));
            Hub.Shop.Rulesets.Values.Single().Rules.Add(new Rule.PullRequest(1, CodeOwners: true));
        });

        Assert.Contains(
            await _well.Findings(),
            each => !each.IsWell && each.Says.Contains("cannot see who is in @acme/pay", StringComparison.Ordinal)
        );
        _well.Do(() => Hub.Installation.Permissions["members"] = Access.Read);
        Assert.Contains(await _well.Findings(), each => each.IsWell && each.Says == "the App sees who the code owners of main are");
    }

    [Fact]
    public async Task A_webhook_that_goes_elsewhere_is_told_with_both_addresses()
    {
        _well.Do(() => Hub.App.WebhookUrl = "https://old.example/webhooks");

        Assert.Equal(
            $"GitHub delivers to https://old.example/webhooks, and this process is at {WellHub.Address}/webhooks",
            (await _well.Unwell()).Says
        );
    }

    [Fact]
    public async Task A_branch_that_people_may_merge_into_is_told_with_the_rule_to_add()
    {
        _well.Do(() => Hub.Shop.Rulesets.Clear());

        var finding = await _well.Unwell();
        Assert.Equal(("acme/shop", "people can merge into main around the queue"), (finding.About, finding.Says));
        Assert.Contains("restricts updates, with the App sluice in its bypass list", finding.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_keeps_the_App_out_is_told_by_its_name()
    {
        _well.Do(() => Hub.Shop.Rulesets.Values.Single().Bypass.Clear());

        Assert.Equal("the ruleset 'main is guarded' keeps the App from landing on main", (await _well.Unwell()).Says);
    }

    [Fact]
    public async Task CI_that_does_not_run_on_the_queues_branches_is_told_with_the_lines_to_add()
    {
        _well.Commit(".github/workflows/ci.yml", "on:\n  push:\n    branches: [main]\n  pull_request:\n");

        Assert.Contains("branches: ['sluice/queue/**', 'sluice/try/**']", (await _well.Unwell()).Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_policy_is_told_with_its_place()
    {
        _well.Commit(".github/sluice.yml", "queue:\n  slot: 3\n");

        Assert.StartsWith(".github/sluice.yml:2:3: ", (await _well.Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_looked_at_for_each_lane_that_the_policy_names()
    {
        _well.Commit(".github/sluice.yml", "queue:\n  branches: [main, release]\n");

        Assert.Equal("people can merge into release around the queue", (await _well.Unwell()).Says);
    }

    [Fact]
    public async Task An_App_that_is_installed_nowhere_is_told_where_to_install_it()
    {
        _well.Do(() => World.People.Uninstall(Hub.Installation, World.Accounts["ada"]));

        Assert.Contains(
            await _well.Findings(),
            each =>
                each is { Says: "it is installed nowhere" } && each.Do!.EndsWith("/apps/sluice/installations/new", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_GitHub_does_not_know_ends_the_questions()
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);

        var last = (await _well.Findings(("GitHub:PrivateKey", other.ExportRSAPrivateKeyPem())))[^1];
        Assert.Contains("GitHub does not know the App", last.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer_is_no_App_that_it_does_not_know() =>
        Assert.StartsWith(
            "GitHub does not answer at 127.0.0.1:1: GET /app: ",
            (await _well.Findings(("GitHub:ApiUrl", "http://127.0.0.1:1")))[^1].Says,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Without_an_App_it_says_where_to_register_one()
    {
        var findings = await new Checkup(_well.Read([]), new SocketsHttpHandler(), TimeProvider.System).All(Stop);

        Assert.Equal("start ./sluice serve and open /setup in a browser", findings[^1].Do);
    }

    [Fact]
    public async Task An_installation_that_is_suspended_is_told_with_who_can_lift_that()
    {
        _well.Do(() => (Hub.Installation.SuspendedAt, Hub.Installation.SuspendedBy) = (World.Now, World.Accounts["ada"]));

        Assert.Contains(
            await _well.Findings(),
            each =>
                each is { Says: "its installation on acme is suspended" }
                && each.Do!.StartsWith("acme's owner can lift that", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_verb_says_each_line_exits_with_1_and_gives_one_document()
    {
        _well.Do(() => Hub.Shop.Rulesets.Clear());
        string[] arguments =
        [
            "doctor",
            $"--GitHub:ApiUrl={Hub.Url}",
            $"--GitHub:WebUrl={Hub.Url}",
            $"--Web:PublicUrl={WellHub.Address}",
            $"--Database:ConnectionString={database.ConnectionString}",
            $"--GitHub:AppId={Hub.App.Id}",
            $"--GitHub:PrivateKey={Hub.PrivateKeyPem}",
            $"--GitHub:WebhookSecret={Hub.WebhookSecret}",
        ];

        var (exit, output, _) = await SluiceProcess.Run(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(
            "✗ acme/shop: people can merge into main around the queue\n    → add a ruleset for main",
            output,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" need somebody.\n", output, StringComparison.Ordinal);
        var (again, told, _) = await SluiceProcess.Run([.. arguments, "--json"]);
        using var json = JsonDocument.Parse(told);
        Assert.Equal(
            (1, false, 1),
            (
                again,
                json.RootElement.GetProperty("well").GetBoolean(),
                json.RootElement.GetProperty("findings").EnumerateArray().Count(each => !each.GetProperty("well").GetBoolean())
            )
        );
    }

    public async ValueTask DisposeAsync() => await _well.DisposeAsync();
}
