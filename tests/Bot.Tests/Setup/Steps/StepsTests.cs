using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow.Policies;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Setup.Steps;

/// <summary>After the App is registered: what the browser leads through until all is green, against a hub.</summary>
public sealed class StepsTests(TestPostgres server) : IAsyncLifetime
{
    private HubServer _hub = null!;
    private Registrant _browser = null!;
    private BotHost? _bot;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private World World => _hub.World;

    private App App => World.Do(() => World.Apps.Values.Single(app => app.Slug == "sluice-gate"));

    public async ValueTask InitializeAsync()
    {
        _hub = await HubServer.Start();
        _browser = new Registrant(_hub, await server.Create());
    }

    [Fact]
    public async Task It_leads_from_the_registered_App_to_where_all_is_green()
    {
        Commit(".github/workflows/ci.yml", "name: ci\non:\n  pull_request: # every one\njobs: {}\n");
        var steps = await Registered(("administration", Access.Write), ("workflows", Access.Write));
        Assert.Contains("it is installed nowhere", await steps.Read(), StringComparison.Ordinal);
        Assert.Contains("/apps/sluice-gate/installations/new", await steps.Read(), StringComparison.Ordinal);

        Install();
        await steps.Until("✗ people can merge into main around the queue");
        await steps.Press("guard", "main");
        await steps.Until("✓ only the App moves main");
        Assert.Contains(new BypassActor("Integration", App.Id), World.Do(() => _hub.Shop.Rulesets.Values.Single().Bypass.ToArray()));

        await steps.Press("propose", "");
        await steps.Until("The pull request that sets it up");
        var pull = World.Do(() => _hub.Shop.Pulls.Values.Single());
        Assert.Equal(
            "name: ci\non:\n  push:\n    branches: ['sluice/queue/**', 'sluice/try/**']\n  pull_request: # every one\njobs: {}\n",
            File(pull, ".github/workflows/ci.yml")
        );
        Assert.Empty(PolicyReader.Read(File(pull, Policy.Path)!).Faults);
        Assert.Contains("Without the trigger no candidate would ever be tested", pull.Body, StringComparison.Ordinal);

        Do(() =>
            Assert.Null(
                World.Refs.Apply(
                    _hub.Shop,
                    [new RefMove("refs/heads/main", _hub.Shop.Branch("main")!, pull.HeadSha)],
                    World.Accounts["ada"],
                    "push"
                )
            )
        );
        await steps.Until("All is green");
    }

    [Fact]
    public async Task A_ruleset_that_keeps_the_App_out_is_opened_for_it_and_who_was_in_its_list_stays()
    {
        var steps = await Registered(("administration", Access.Write));
        var ruleset = World.Do(() => World.Rules.Add(_hub.Shop, "main is guarded", World.Accounts["ada"], new Rule.Update()));
        Do(() => ruleset.Bypass.Add(new BypassActor("RepositoryRole", 5)));
        Install();

        await steps.Until("keeps the App from landing on main");
        await steps.Press("pass", $"{ruleset.Id}");
        await steps.Until("✓ only the App moves main");
        Assert.Equal([new("RepositoryRole", 5), new("Integration", App.Id)], World.Do(() => ruleset.Bypass.ToArray()));
    }

    [Fact]
    public async Task Without_the_right_the_setting_is_named_and_what_a_person_has_to_change_is_in_the_pull_request()
    {
        Commit(".github/workflows/ci.yml", "on: pull_request\n");
        var steps = await Registered();
        var ruleset = World.Do(() => World.Rules.Add(_hub.Shop, "main is guarded", World.Accounts["ada"], new Rule.Update()));
        Install();

        await steps.Until($"<a href=\"{_hub.Url}/acme/shop/settings/rules/{ruleset.Id}\">");
        Assert.DoesNotContain("value=\"pass\"", await steps.Read(), StringComparison.Ordinal);
        Assert.Contains(
            "GitHub does not show the App who is in the bypass list",
            await steps.Press("pass", $"{ruleset.Id}"),
            StringComparison.Ordinal
        );

        await steps.Press("propose", "");
        await steps.Until("The pull request that sets it up");
        var pull = World.Do(() => _hub.Shop.Pulls.Values.Single());
        Assert.Equal("on: pull_request\n", File(pull, ".github/workflows/ci.yml"));
        Assert.Contains(
            "**Left to you:** `.github/workflows/ci.yml` does not run on the queue's branches yet, and the App has no right to change workflows",
            pull.Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_else_finds_the_page_but_operators_who_signed_in()
    {
        var steps = await Registered();

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Get(steps.Bot, "/setup")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Get(steps.Bot, "/setup/events")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Get(steps.Bot, "/setup", steps.Cookie + "x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await steps.Post("propose", "", site: "cross-site"));
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.Get(steps.Bot, "/setup", Session(steps, "mallory"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _browser.Get(steps.Bot, "/setup", Session(steps, "ada"))).StatusCode);
    }

    [Fact]
    public async Task A_button_for_what_is_not_amiss_does_nothing()
    {
        var steps = await Registered(("administration", Access.Write));
        Install();
        await steps.Until("acme/shop");

        Assert.Contains("nothing of the kind to do", await steps.Press("guard", "another"), StringComparison.Ordinal);
        Assert.Empty(World.Do(() => _hub.Shop.Rulesets.Values.ToArray()));
    }

    [Fact]
    public async Task News_reach_the_open_page()
    {
        var steps = await Registered();
        using var request = steps.Request(HttpMethod.Get, "/setup/events");
        using var events = await _browser.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(Stop));

        Install();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await reader.ReadLineAsync(patience.Token) is var line && line != "event: news")
        {
            Assert.NotNull(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_bot?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _browser.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private string Session(Stepping steps, string login)
    {
        var (http, token) = (new DefaultHttpContext(), _hub.Tokens.GetValueOrDefault(login, "token"));
        steps.Bot.Services.GetRequiredService<Sessions>().Begin(http.Response, new Visitor.Person(login, 1, token), null);
        return http.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    private async Task<Stepping> Registered(params (string Name, Access Access)[] more)
    {
        _bot = await _browser.Start(more: [("Operators", "ada")]);
        using var done = await _browser.Register(_bot);
        Do(() =>
        {
            foreach (var (name, access) in more)
            {
                App.Permissions[name] = access;
            }
        });
        var steps = new Stepping(
            _bot,
            _browser,
            done.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("sluice-steps", StringComparison.Ordinal)).Split(';')[
                0
            ],
            $"{_hub.Shop.Id}"
        );
        await steps.Until("Setting up");
        return steps;
    }

    private void Install() => Do(() => World.People.Install(App, World.Accounts["acme"], _hub.Shop));

    private void Commit(string path, string text) =>
        Do(() =>
        {
            var tip = _hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(_hub.Shop, World.Accounts["ada"], "Change", tip, [KeyValuePair.Create(path, (string?)text)]);
            Assert.Null(World.Refs.Apply(_hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push"));
        });

    private string? File(Pull pull, string path) =>
        World.Do(() =>
        {
            var git = _hub.Shop.Git;
            var at = git.Commit(pull.HeadSha)!.Tree;
            foreach (var part in path.Split('/'))
            {
                at = git.Tree(at)!.Entries.Single(entry => entry.Name == part).Sha;
            }

            return Encoding.UTF8.GetString(git.Blob(at)!);
        });

    private void Do(Action work) =>
        World.Do(() =>
        {
            work();
            return true;
        });
}
