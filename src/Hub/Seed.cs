using Sluice.Hub.Model;

namespace Sluice.Hub;

/// <summary>The world that a hub starts with: an organization, its people and their tokens, a repository, an App installed on it.</summary>
public static class Seed
{
    /// <summary>What the App's manifest asks for, and nothing more: so whatever runs against a hub shows that it suffices.</summary>
    private static readonly (string Permission, Access Access)[] Granted =
    [
        ("actions", Access.Write),
        ("checks", Access.Write),
        ("contents", Access.Write),
        ("deployments", Access.Write),
        ("issues", Access.Write),
        ("metadata", Access.Read),
        ("pull_requests", Access.Write),
        ("statuses", Access.Read),
    ];

    private static readonly string[] Events =
    [
        "check_run",
        "deployment_status",
        "issue_comment",
        "pull_request",
        "pull_request_review",
        "push",
        "repository",
        "status",
    ];

    private static readonly (string Login, Role Role)[] People =
    [
        ("ada", Role.Admin),
        ("ben", Role.Maintain),
        ("cleo", Role.Write),
        ("dan", Role.Write),
        ("eve", Role.Read),
    ];

    public static Account Owner(World world)
    {
        var acme = world.People.Organization("acme");
        foreach (var (login, _) in People)
            world.People.User(login);
        acme.Members.UnionWith(People.Where(p => p.Role >= Role.Write).Select(p => p.Login));
        return acme;
    }

    public static Repository Repository(World world, Account owner, string name, IEnumerable<KeyValuePair<string, string?>>? files)
    {
        var repository = world.Repos.Create(owner, name, files ?? Shop);
        foreach (var (login, role) in People)
            repository.Collaborators[login] = role;
        return repository;
    }

    public static App App(World world, Account owner, string publicKeyPem, string webhookSecret, string? webhookUrl)
    {
        var app = world.People.App(
            "sluice",
            owner,
            (id, bot) =>
                new App(id, "sluice", owner, bot)
                {
                    Name = "Sluice",
                    Description = "Regulates the flow from pull request to production.",
                    ClientId = $"Iv23li{world.Dice.Letters(14)}",
                    ClientSecret = Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(world.Dice.Letters(20))),
                    PublicKeyPem = publicKeyPem,
                    WebhookSecret = webhookSecret,
                    WebhookUrl = webhookUrl,
                    CreatedAt = world.Now,
                }
        );
        foreach (var (permission, access) in Granted)
            app.Permissions[permission] = access;
        app.Events.UnionWith(Events);
        app.CallbackUrls.Add("http://127.0.0.1/signin/callback");
        return app;
    }

    /// <summary>main as a careful repository has it: nobody but the App moves it.</summary>
    public static void Guard(World world, Repository repository, App app) =>
        world
            .Rules.Add(
                repository,
                "main is guarded",
                repository.Owner,
                new Rule.Update(),
                new Rule.NonFastForward(),
                new Rule.Deletion(),
                new Rule.PullRequest(1),
                new Rule.StatusChecks([new RequiredCheck("ci")])
            )
            .Bypass.Add(new BypassActor("Integration", app.Id));

    public static SortedDictionary<string, string> Tokens(World world)
    {
        var tokens = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (login, _) in People)
            tokens[login] = world.People.TokenFor(world.Accounts[login]);
        return tokens;
    }

    private static KeyValuePair<string, string?>[] Shop =>
        [
            new("README.md", "# shop\n\nPrices things.\n"),
            new("src/price.txt", "apple 3\npear 4\nplum 5\n"),
            new("src/stock.txt", "apple 10\npear 0\nplum 7\n"),
            new(".github/workflows/ci.yml", "name: ci\non:\n  push:\n    branches: [main, 'sluice/**']\n  pull_request:\n"),
        ];
}
