using Sluice.Bot.Store;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Hub;
using Sluice.Hub.Model;
using Sluice.Sim;
using Sluice.Turns.Ports;
using Check = Sluice.Flow.Repo.Check;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What the books hold beside what GitHub shows.</summary>
internal static class Reconciled
{
    /// <param name="told">
    /// Of what nobody reads again: reviews, labels and checks of pulls that are closed. It must be in the books where a webhook told it.
    /// Null: none did.
    /// </param>
    /// <returns>What is not in the books as it is on GitHub.</returns>
    public static async Task<IReadOnlyList<string>> Differences(
        HubServer hub,
        PostgresStore books,
        CancellationToken stop,
        Predicate<Fact>? told = null
    )
    {
        var shop = hub.Shop;
        var (pulls, facts, repository) = hub.World.Do(() =>
            (
                shop.Pulls.Values.Select(WorldFacts.Of).ToList(),
                Said(hub).Concat(shop.Pulls.Values.SelectMany(OfPull)).Concat(OfCommits(hub)).ToList(),
                WorldFacts.Of(shop, hub.Installation)
            )
        );
        var differences = new List<string>();
        if ((await books.Find<RepositoryFact>(shop.Id, "", "", stop))?.Repository is var known && known != repository.Repository)
        {
            differences.Add($"the repository is {known} in the books, and {repository.Repository}");
        }

        var held = (await books.Pulls(shop.Id, pulls.Select(fact => fact.Pull.Number), stop)).ToDictionary(
            fact => fact.Pull.Number,
            fact => Of(fact.Pull)
        );
        differences.AddRange(
            pulls
                .Where(fact => held.GetValueOrDefault(fact.Pull.Number) != Of(fact.Pull))
                .Select(fact =>
                    $"#{fact.Pull.Number} is {held.GetValueOrDefault(fact.Pull.Number) ?? "unknown"} in the books, and {Of(fact.Pull)}"
                )
        );
        var due = facts
            .Where(shown => shown.IsRead || told?.Invoke(shown.Fact) == true)
            .Select(shown => shown.Fact)
            .GroupBy(fact => (Kind: fact.GetType(), fact.Parent));
        foreach (var about in due)
        {
            var inBooks = (await Under(books, shop.Id, about.Key.Kind, about.Key.Parent, stop)).ToDictionary(fact => fact.Key, Of);
            differences.AddRange(
                about
                    .Where(fact => inBooks.GetValueOrDefault(fact.Key) != Of(fact))
                    .Select(fact =>
                        $"{about.Key.Kind.Name} {fact.Parent}/{fact.Key} is {inBooks.GetValueOrDefault(fact.Key) ?? "unknown"} in the books, and {Of(fact)}"
                    )
            );
        }

        return differences;
    }

    private static async Task<IReadOnlyList<Fact>> Under(
        PostgresStore books,
        long repo,
        Type kind,
        string parent,
        CancellationToken stop
    ) =>
        kind switch
        {
            _ when kind == typeof(CheckFact) => await books.Under<CheckFact>(repo, parent, stop),
            _ when kind == typeof(ReviewFact) => await books.Under<ReviewFact>(repo, parent, stop),
            _ when kind == typeof(LabelFact) => await books.Under<LabelFact>(repo, parent, stop),
            _ => await books.Under<CommentFact>(repo, parent, stop),
        };

    private static IEnumerable<(Fact Fact, bool IsRead)> Said(HubServer hub) =>
        hub
            .Shop.Comments.Values.Where(comment =>
                comment.Author != hub.App.Bot && comment.Body.StartsWith("/sluice", StringComparison.Ordinal)
            )
            .Select(comment => ((Fact)WorldFacts.Of(comment), true));

    private static IEnumerable<(Fact Fact, bool IsRead)> OfPull(Pull pull) =>
        pull
            .Reviews.Values.Select(review => (Fact)WorldFacts.Of(pull, review))
            .Concat(pull.LabelEvents.GroupBy(label => label.Label.Name).Select(same => WorldFacts.Of(pull, same.Last())))
            .Select(fact => (fact, pull.IsOpen));

    /// <summary>On candidates, which are gone when all is at rest, as on heads.</summary>
    private static IEnumerable<(Fact Fact, bool IsRead)> OfCommits(HubServer hub)
    {
        var (shop, now) = (hub.Shop, hub.World.Now);
        var heads = shop.Pulls.Values.Where(pull => pull.IsOpen).Select(pull => pull.HeadSha).ToHashSet();
        var shas = shop.Marks.RunsById.Values.Select(run => run.Sha).Concat(shop.Pulls.Values.Select(pull => pull.HeadSha)).Distinct();
        foreach (var sha in shas)
        {
            foreach (var run in shop.Marks.LatestRuns(sha))
            {
                yield return (WorldFacts.Of(shop, run, null, now), heads.Contains(sha));
            }

            foreach (var status in shop.Marks.LatestStatuses(sha))
            {
                yield return (Of(shop.Id, status), heads.Contains(sha));
            }
        }
    }

    private static CheckFact Of(long repo, CommitStatus status) =>
        new(
            repo,
            0,
            new Sha(status.Sha),
            new Check(
                status.Context,
                0,
                null,
                status.State switch
                {
                    "success" => CheckState.Success,
                    "pending" => CheckState.Running,
                    _ => CheckState.Failure,
                },
                status.TargetUrl,
                status.At,
                null
            ),
            null,
            []
        );

    private static string Of(Fact fact) =>
        fact switch
        {
            CheckFact { Check.State: var state } => state.ToString(),
            ReviewFact { Review: var review } => $"{review.State} of {review.Commit?.Hex}",
            LabelFact { Event: var label } => $"{(label.On ? "put on" : "taken off")} by {label.By.Login}",
            CommentFact { Comment.Body: var body } => body,
            _ => throw new ArgumentOutOfRangeException(nameof(fact)),
        };

    private static string Of(PullRequest pull) =>
        $"{pull.Title} at {pull.Head.Hex} onto {pull.Base}{(pull.Draft ? ", a draft" : "")}, {(pull.Merged ? "merged" : pull.Open ? "open" : "closed")} [{string.Join(", ", pull.Labels)}]";
}
