using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories.Origins;

/// <summary>
/// One shop and one bot, and every case hung side by side: opened, asked for, and waiting for an approval that nobody gives.
/// </summary>
public sealed class Gallery(TestPostgres server) : IAsyncLifetime
{
    // Nothing lands, and nothing is a duplicate: what differs is who made it.
    private const string Policy =
        "version: 1\nflow: { agents: { open: 500, queued: 500 }, authors: { queued: 500 }, duplicates: off, approvals: { low: 2, medium: 2, high: 2, agent: 1 } }\n";

    private readonly SortedDictionary<string, Pull> _pulls = new(StringComparer.Ordinal);

    internal static IReadOnlyList<OriginCase> Cases { get; } = [.. OriginRows.All, .. OriginTraps.All];

    internal Story Story { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Story = await Story.Begin(server, Policy);
        Story.Hub.World.Do(() =>
        {
            foreach (var (each, index) in Cases.Select((each, index) => (each, index)))
            {
                _pulls.Add(each.Name, Hang(each, index));
            }

            return true;
        });
        await Story.WithBot();
        Story.Hub.World.Do(() =>
        {
            foreach (var each in Cases.Where(each => each.Through is not null))
            {
                Assert.Null(Story.Hub.World.Comments.Say(Story.Folk.As("ada"), _pulls[each.Name], "I shall look at it.").Refusal);
            }

            return true;
        });
        await Story.Until(
            () =>
                Cases.All(each =>
                    Record(_pulls[each.Name])?["risk"] is JsonObject
                    && (each.Through is null || _pulls[each.Name].Labels.ContainsKey("origin/agent"))
                ),
            "all of them are assessed"
        );
    }

    public ValueTask DisposeAsync() => Story.DisposeAsync();

    internal Pull this[string name] => _pulls[name];

    /// <summary>What the check run on its head holds for machines.</summary>
    internal JsonNode? Record(Pull pull) =>
        Story.Screen.Check(pull)?.Text?.Split("```json\n") is [_, var rest]
            ? JsonNode.Parse(rest[..rest.IndexOf("\n```", StringComparison.Ordinal)])
            : null;

    internal Pull Hang(OriginCase made, int index)
    {
        var (world, shop) = (Story.Hub.World, Story.Hub.Shop);
        var by = made.Account is { } wanted ? Known(wanted.Id, wanted.Login, made.IsPerson) : world.Accounts["cleo"];
        var caller = new Caller.User(by);
        var branch =
            made.Branch.Length > 0 && shop.Branch(made.Branch) is null
                ? made.Branch
                : string.Create(CultureInfo.InvariantCulture, $"{made.Branch}{(made.Branch.Length > 0 ? "-" : "work/")}{index}");
        var head = shop.Branch("main")!;
        foreach (var (commit, place) in made.Commits.Select((commit, place) => (commit, place)))
        {
            var who = world.Repos.Sign(by);
            who = who with { Name = commit.Name ?? who.Name, Email = commit.Email ?? who.Email };
            List<KeyValuePair<string, string?>> files = [new($"docs/{index}-{place}.md", $"case {index}, part {place}\n")];
            if (made.Trace is { } trace)
            {
                files.Add(new(".agent-trace/1.json", trace));
            }

            head = shop.Git.Write(
                new CommitDraft(TreeEdit.Apply(shop.Git, shop.Git.Commit(head)!.Tree, files), [head], who, who, $"{commit.Message}\n")
            );
        }

        if (made.Note is { } note)
        {
            var tree = TreeEdit.Apply(shop.Git, null, [new(head, note)]);
            var noted = shop.Git.Write(new CommitDraft(tree, [], world.Repos.Sign(by), world.Repos.Sign(by), "Notes\n"));
            Assert.Null(world.Refs.Move(caller, shop, [new RefMove("refs/notes/ai", null, noted)], "push"));
        }

        Assert.Null(world.Refs.Move(caller, shop, [new RefMove($"refs/heads/{branch}", Zero.Sha, head)], "push"));
        var opened = world.Pulls.Open(
            (Caller?)Through(made, by) ?? caller,
            shop,
            new PullDraft($"Write docs {index}", branch, "main", made.Body)
        );
        Assert.Null(opened.Refusal?.Message);
        Assert.Null(world.Labels.Put(Story.Folk.As("ada"), opened.Value, ["queue"]).Refusal?.Message);
        return opened.Value;
    }

    // GitHub tells the App with the first comment.
    private static Caller.OnBehalf? Through(OriginCase made, Account by)
    {
        if (made.Through is not { } id)
        {
            return null;
        }

        var app = new App(id, $"app-{id}", by, by);
        app.Permissions["pull_requests"] = Access.Write;
        return new Caller.OnBehalf(by, app, []);
    }

    private Account Known(long id, string login, bool isPerson)
    {
        var world = Story.Hub.World;
        if (!world.Accounts.TryGetValue(login, out var account))
        {
            account = new Account(id > 0 ? id : world.NextId(), login, isPerson ? AccountType.User : AccountType.Bot);
            world.Accounts.Add(login, account);
            Story.Hub.Shop.Collaborators[login] = Role.Write;
        }

        return account;
    }
}
