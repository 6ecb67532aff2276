using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Bench.Fire;

/// <summary>
/// Organizations with an installation, a repository and open pull requests each, and strangers without end who review those, one after the
/// other: for each, GitHub must be asked what he may do. Many installations, because what GitHub lets one ask in a minute is less than one
/// process could.
/// </summary>
internal sealed class Crowd
{
    private const int Organizations = 24;
    private const int Each = 10;
    private const string Stranger = "stranger-";

    /// <summary>Nothing happens for so long: all that was to be done is done.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly List<JsonNode> _reviews;
    private readonly HubServer _hub;
    private int _looked;
    private int _asked;

    private Crowd(HubServer hub, List<JsonNode> reviews) => (_hub, _reviews) = (hub, reviews);

    public int Pulls => _reviews.Count;

    /// <summary>Founds the organizations; best before the bot starts, which asks then where it is installed.</summary>
    public static IReadOnlyList<Repository> Found(HubServer hub) =>
        hub.World.Do(() =>
        {
            hub.Toll.Numbers = hub.Toll.Numbers with { IsOn = false };
            return Enumerable.Range(0, Organizations).Select(number => Found(hub, number)).ToList();
        });

    /// <summary>Comes when every pull request is known, and each repository has been looked at.</summary>
    public static async Task<Crowd> Gather(Place place, IReadOnlyList<Repository> repositories)
    {
        var (hub, world) = (place.Hub, place.Hub.World);
        var pulls = world.Do(() =>
            repositories.SelectMany(repository => Enumerable.Range(0, Each).Select(_ => Open(world, repository))).ToList()
        );
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while ((await place.Books.Alive<PullFact>(null, CancellationToken.None)).Count < pulls.Count)
        {
            await beat.WaitForNextTickAsync();
        }

        world.Do(() =>
            pulls.TrueForAll(pull =>
                world.Reviews.Submit(new Caller.User(world.Accounts["ben"]), pull, ReviewState.Commented, "Hm.").Refusal is null
            )
        );
        List<JsonNode> reviews;
        do
        {
            await beat.WaitForNextTickAsync();
            reviews = world.Do(() =>
                hub
                    .Deliveries.Of(hub.App)
                    .Where(delivery => delivery.Event == "pull_request_review")
                    .DistinctBy(delivery => delivery.Guid)
                    .Select(delivery => JsonNode.Parse(delivery.Body)!)
                    .ToList()
            );
        } while (
            reviews.Count < pulls.Count
            || hub.Requests.Entries.Last().At > world.Now - Quiet
            || hub.Requests.Entries.Where(request => request.Path.Contains("/collaborators/ben/", StringComparison.Ordinal))
                .DistinctBy(request => request.Path)
                .Count() < repositories.Count
        );
        return new Crowd(hub, reviews);
    }

    /// <summary>What GitHub tells of the n-th review; two of one pull request are far apart.</summary>
    public byte[] Review(int number)
    {
        var told = _reviews[number % _reviews.Count].DeepClone();
        var (review, stranger) = (told["review"]!, told["review"]!["user"]!);
        (review["id"], review["submitted_at"]) = (
            9_000_000_000 + number,
            _hub.World.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        );
        (stranger["id"], stranger["login"]) = (9_000_000_000 + number, $"{Stranger}{number}");
        told["sender"] = stranger.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(told);
    }

    /// <summary>How many strangers GitHub was asked about, each by the turn that his review rang for.</summary>
    public int Asked()
    {
        foreach (var request in _hub.Requests.Entries.Skip(_looked))
        {
            (_looked, _asked) = (
                _looked + 1,
                _asked + (request.Path.Contains($"/collaborators/{Stranger}", StringComparison.Ordinal) ? 1 : 0)
            );
        }

        return _asked;
    }

    private static Repository Found(HubServer hub, int number)
    {
        var (people, owner) = (hub.World.People, hub.World.People.Organization($"acme-{number}"));
        owner.Members.UnionWith(hub.Shop.Owner.Members);
        people.Install(hub.App, owner);
        return Seed.Repository(hub.World, owner, "shop", null);
    }

    private static Pull Open(World world, Repository repository)
    {
        var (cleo, number) = (new Caller.User(world.Accounts["cleo"]), repository.NextNumber);
        world
            .Refs.CommitTo(cleo, repository, $"change/{number}", "Write\n", [KeyValuePair.Create($"docs/{number}.md", (string?)"new\n")])
            .OrThrow();
        return world.Pulls.Open(cleo, repository, new PullDraft($"Write docs/{number}.md", $"change/{number}", "main", "")).OrThrow();
    }
}
