using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Verbs;
using Sluice.Bot.Tests.Visiting;
using Sluice.Hub;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Doctor;

/// <summary>A hub where all is well, and one thing after the other that is not.</summary>
public sealed class CheckupTests(TestDatabase database, TestPostgres databases) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Address = "https://sluice.example";

    private HubServer _hub = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private World World => _hub.World;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubServer.Start(new HubOptions { IsGuarded = true, WebhookUrl = $"{Address}/webhooks" });
        Do(() => _hub.Shop.Rulesets.Values.Single().Include.Add("~DEFAULT_BRANCH"));
    }

    [Fact]
    public async Task Where_all_is_well_every_line_is_a_tick()
    {
        var findings = await Findings();

        Assert.All(findings, each => Assert.True(each.IsWell, $"{each.About}: {each.Says}"));
        Assert.Equal(
            ["settings", "database", "clock", "git", "app", "webhook", "webhook", "app", "acme/shop", "acme/shop", "acme/shop"],
            findings.Select(each => each.About)
        );
    }

    [Fact]
    public async Task A_permission_and_an_event_that_the_App_lacks_are_named()
    {
        Do(() => _hub.App.Permissions["checks"] = Access.Read);
        Do(() => _hub.App.Events.Remove("status"));

        Assert.Contains("lacks checks: write, the event status", (await Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_accepted_where_it_is_installed_is_told_with_the_account()
    {
        Do(() => _hub.Installation.Permissions.Remove("deployments"));

        Assert.Contains("on acme it was not granted deployments: write", (await Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teams_that_must_approve_and_that_the_App_cannot_see_are_told_with_what_to_do()
    {
        Do(() =>
        {
            var tip = _hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(_hub.Shop, World.Accounts["ada"], "Own\n", tip, [new("CODEOWNERS", "* @acme/pay\n")]);
            Assert.Null(World.Refs.Apply(_hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push"));
            _hub.Shop.Rulesets.Values.Single().Rules.Add(new Rule.PullRequest(1, CodeOwners: true));
        });

        Assert.Contains(
            await Findings(),
            each => !each.IsWell && each.Says.Contains("cannot see who is in @acme/pay", StringComparison.Ordinal)
        );
        Do(() => _hub.Installation.Permissions["members"] = Access.Read);
        Assert.Contains(await Findings(), each => each.IsWell && each.Says == "the App sees who the code owners of main are");
    }

    [Fact]
    public async Task A_webhook_that_goes_elsewhere_is_told_with_both_addresses()
    {
        Do(() => _hub.App.WebhookUrl = "https://old.example/webhooks");

        Assert.Equal($"GitHub delivers to https://old.example/webhooks, and this process is at {Address}/webhooks", (await Unwell()).Says);
    }

    [Fact]
    public async Task A_branch_that_people_may_merge_into_is_told_with_the_rule_to_add()
    {
        Do(() => _hub.Shop.Rulesets.Clear());

        var finding = await Unwell();
        Assert.Equal(("acme/shop", "people can merge into main around the queue"), (finding.About, finding.Says));
        Assert.Contains("restricts updates, with the App sluice in its bypass list", finding.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_keeps_the_App_out_is_told_by_its_name()
    {
        Do(() => _hub.Shop.Rulesets.Values.Single().Bypass.Clear());

        Assert.Equal("the ruleset 'main is guarded' keeps the App from landing on main", (await Unwell()).Says);
    }

    [Fact]
    public async Task CI_that_does_not_run_on_the_queues_branches_is_told_with_the_lines_to_add()
    {
        Commit(".github/workflows/ci.yml", "on:\n  push:\n    branches: [main]\n  pull_request:\n");

        Assert.Contains("branches: ['sluice/queue/**', 'sluice/try/**']", (await Unwell()).Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_policy_is_told_with_its_place()
    {
        Commit(".github/sluice.yml", "queue:\n  slot: 3\n");

        Assert.StartsWith(".github/sluice.yml:2:3: ", (await Unwell()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_looked_at_for_each_lane_that_the_policy_names()
    {
        Commit(".github/sluice.yml", "queue:\n  branches: [main, release]\n");

        Assert.Equal("people can merge into release around the queue", (await Unwell()).Says);
    }

    [Fact]
    public async Task An_App_that_is_installed_nowhere_is_told_where_to_install_it()
    {
        Do(() => World.People.Uninstall(_hub.Installation, World.Accounts["ada"]));

        Assert.Contains(
            await Findings(),
            each =>
                each is { Says: "it is installed nowhere" } && each.Do!.EndsWith("/apps/sluice/installations/new", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_GitHub_does_not_know_ends_the_questions()
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);

        var last = (await Findings(("GitHub:PrivateKey", other.ExportRSAPrivateKeyPem())))[^1];
        Assert.Contains("GitHub does not know the App", last.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer_is_no_App_that_it_does_not_know() =>
        Assert.StartsWith(
            "GitHub does not answer at 127.0.0.1:1: GET /app: ",
            (await Findings(("GitHub:ApiUrl", "http://127.0.0.1:1")))[^1].Says,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_database_that_does_not_answer_is_told() =>
        Assert.StartsWith(
            "it does not let us in",
            (await Unwell(("Database:ConnectionString", "Host=127.0.0.1;Port=1;Username=sluice;Timeout=2"))).Says,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Without_an_App_it_says_where_to_register_one()
    {
        var findings = await new Checkup(Read([]), new SocketsHttpHandler(), TimeProvider.System).All(Stop);

        Assert.Equal("start ./sluice serve and open /setup in a browser", findings[^1].Do);
    }

    [Fact]
    public async Task A_clock_that_is_not_GitHubs_is_told_with_how_far_it_is_off()
    {
        using var network = GitHubConnection.Network();
        var findings = await new Checkup(
            Settings([]),
            network,
            new Clock { Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(20) }
        ).All(Stop);

        Assert.Matches(
            "^this machine's clock is 1[12]\\d\\d seconds ahead of GitHub's",
            Assert.Single(findings, each => each.About == "clock").Says
        );
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer_is_told_by_its_name() =>
        Assert.StartsWith(
            "127.0.0.1 does not answer",
            Assert.Single(await Findings(("GitHub:ApiUrl", "http://127.0.0.1:1")), each => each.About == "clock").Says,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task An_installation_that_is_suspended_is_told_with_who_can_lift_that()
    {
        Do(() => (_hub.Installation.SuspendedAt, _hub.Installation.SuspendedBy) = (World.Now, World.Accounts["ada"]));

        Assert.Contains(
            await Findings(),
            each =>
                each is { Says: "its installation on acme is suspended" }
                && each.Do!.StartsWith("acme's owner can lift that", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_place_of_git_that_does_not_answer_is_told_though_the_API_does()
    {
        var findings = await Findings(("GitHub:WebUrl", "http://127.0.0.1:1"));
        Assert.StartsWith(
            "127.0.0.1:1, where git is fetched from, does not answer",
            Assert.Single(findings, each => each.About == "git").Says,
            StringComparison.Ordinal
        );
        Assert.True(Assert.Single(findings, each => each.About == "clock").IsWell);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_told_with_both_numbers()
    {
        var newer = await databases.Create();
        await using var source = NpgsqlDataSource.Create(newer);
        await PostgresStore.TryMigrate(source, Stop);
        await using var command = source.CreateCommand("insert into migrations (number, name) values (9999, '9999_later')");
        await command.ExecuteNonQueryAsync(Stop);

        Assert.Matches("^it has schema 9999, and this version knows \\d+$", (await Unwell(("Database:ConnectionString", newer))).Says);
    }

    [Fact]
    public async Task The_verb_says_each_line_exits_with_1_and_gives_one_document()
    {
        Do(() => _hub.Shop.Rulesets.Clear());
        string[] arguments =
        [
            "doctor",
            $"--GitHub:ApiUrl={_hub.Url}",
            $"--GitHub:WebUrl={_hub.Url}",
            $"--Web:PublicUrl={Address}",
            $"--Database:ConnectionString={database.ConnectionString}",
            $"--GitHub:AppId={_hub.App.Id}",
            $"--GitHub:PrivateKey={_hub.PrivateKeyPem}",
            $"--GitHub:WebhookSecret={_hub.WebhookSecret}",
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

    [Fact]
    public async Task What_was_missed_is_told_and_asked_for_again()
    {
        var (isUp, got) = (false, new List<Guid>());
        using var receiving = World.Do(() =>
            _hub.Deliveries.Carry(delivery =>
            {
                delivery.Outcome = isUp ? new Outcome("OK", 202, TimeSpan.Zero) : new Outcome("failed to connect", 502, TimeSpan.Zero);
                got.Add(delivery.Guid);
            })
        );
        Commit("src/new.txt", "new\n");
        var lost = World.Do(() => got.ToList());
        Assert.NotEmpty(lost);
        Assert.Equal($"{lost.Count} deliveries of the last days never arrived", (await Unwell()).Says);

        isUp = true;
        Do(() => _hub.App.WebhookUrl = null);
        var told = new List<string>();
        Assert.Equal((lost.Count, 0), await Replay([], told));
        World.Do(() => 0);
        Assert.Equal(lost.Order(), World.Do(() => got.Skip(lost.Count).Order().ToList()));
        Assert.Equal((0, 0), await Replay([], told));
        Assert.Equal((1, 1), await Replay([lost[0].ToString("D"), "nothing"], told));
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    private void Do(Action work) =>
        World.Do(() =>
        {
            work();
            return true;
        });

    /// <summary>While nobody is told: the address leads nowhere.</summary>
    private void Commit(string path, string text) =>
        Do(() =>
        {
            _hub.App.WebhookUrl = null;
            var tip = _hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(_hub.Shop, World.Accounts["ada"], "Change", tip, [KeyValuePair.Create(path, (string?)text)]);
            Assert.Null(World.Refs.Apply(_hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push"));
            _hub.App.WebhookUrl = $"{Address}/webhooks";
        });

    private async Task<(int Asked, int Failed)> Replay(string[] named, List<string> told)
    {
        using var network = GitHubConnection.Network();
        return await new Replay(Settings([]), network, TimeProvider.System).Run(named, told.Add, Stop);
    }

    private async Task<Finding> Unwell(params (string Key, string Value)[] more) =>
        Assert.Single(await Findings(more), each => !each.IsWell);

    private async Task<IReadOnlyList<Finding>> Findings(params (string Key, string Value)[] more)
    {
        using var network = GitHubConnection.Network();
        return await new Checkup(Settings(more), network, TimeProvider.System).All(Stop);
    }

    private BotSettings Settings((string Key, string Value)[] more) =>
        Read([
            ("GitHub:AppId", _hub.App.Id.ToString(CultureInfo.InvariantCulture)),
            ("GitHub:PrivateKey", _hub.PrivateKeyPem),
            ("GitHub:WebhookSecret", _hub.WebhookSecret),
            .. more,
        ]);

    private BotSettings Read((string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string?>
        {
            ["GitHub:ApiUrl"] = _hub.Url,
            ["GitHub:WebUrl"] = _hub.Url,
            ["Web:PublicUrl"] = Address,
            ["Database:ConnectionString"] = database.ConnectionString,
        };
        foreach (var (key, value) in more)
        {
            values[key] = value;
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
