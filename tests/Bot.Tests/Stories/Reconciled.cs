using Sluice.Bot.Store;
using Sluice.Flow.Repo;
using Sluice.Hub;
using Sluice.Sim;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What the books hold beside what GitHub shows.</summary>
internal static class Reconciled
{
    /// <returns>What is not in the books as it is on GitHub.</returns>
    public static async Task<IReadOnlyList<string>> Differences(HubServer hub, PostgresStore books, CancellationToken stop)
    {
        var shop = hub.Shop;
        var (pulls, reviews, comments, repository) = hub.World.Do(() => (
            shop.Pulls.Values.Select(WorldFacts.Of).ToList(),
            shop.Pulls.Values.Where(pull => pull.IsOpen).SelectMany(pull => pull.Reviews.Values.Select(review => WorldFacts.Of(pull, review))).ToList(),
            shop.Comments.Values.Where(comment => comment.Author != hub.App.Bot && comment.Body.StartsWith("/sluice", StringComparison.Ordinal)).Select(WorldFacts.Of).ToList(),
            WorldFacts.Of(shop, hub.Installation)));
        var differences = new List<string>();
        if ((await books.Find<RepositoryFact>(shop.Id, "", "", stop))?.Repository is var known && known != repository.Repository)
        {
            differences.Add($"the repository is {known} in the books, and {repository.Repository}");
        }

        var told = (await books.Pulls(shop.Id, pulls.Select(fact => fact.Pull.Number), stop)).ToDictionary(fact => fact.Pull.Number, fact => Of(fact.Pull));
        differences.AddRange(pulls
            .Where(fact => told.GetValueOrDefault(fact.Pull.Number) != Of(fact.Pull))
            .Select(fact => $"#{fact.Pull.Number} is {told.GetValueOrDefault(fact.Pull.Number) ?? "unknown"} in the books, and {Of(fact.Pull)}"));
        foreach (var review in reviews)
        {
            if ((await books.Find<ReviewFact>(shop.Id, review.Parent, review.Key, stop))?.Review.State != review.Review.State)
            {
                differences.Add($"a review of #{review.Number} is not in the books");
            }
        }

        foreach (var comment in comments)
        {
            if ((await books.Find<CommentFact>(shop.Id, comment.Parent, comment.Key, stop))?.Comment.Body != comment.Comment.Body)
            {
                differences.Add($"what was said on #{comment.Number} is not in the books");
            }
        }

        return differences;
    }

    private static string Of(PullRequest pull) =>
        $"{pull.Title} at {pull.Head.Hex} onto {pull.Base}{(pull.Draft ? ", a draft" : "")}, {(pull.Merged ? "merged" : pull.Open ? "open" : "closed")} [{string.Join(", ", pull.Labels)}]";
}
