namespace Sluice.Hub.Tests.Conformance;

/// <summary>
/// Every operation that Hub offers is asked once with success; the client of the tests holds each answer against GitHub's
/// description. A new operation fails here until the tour calls on it.
/// </summary>
public sealed class EveryOperationTests : HubTest
{
    // No REST operation of GitHub's, or another spelling of one.
    private static readonly string[] NotDescribed =
    [
        "POST /graphql",
        "GET /repos/{owner}/{repo}/contents",
        "GET /repos/{owner}/{repo}/contents/",
        "GET /repos/{owner}/{repo}/git/refs/{ref*}",
    ];

    [Fact]
    public void Every_operation_is_one_of_GitHubs() =>
        Assert.DoesNotContain(Hub.Operations.Except(NotDescribed), o => !RestDescription.Instance.Knows(o));

    [Fact]
    public async Task Every_operation_answers_as_GitHub_describes_it()
    {
        var (bot, ada) = (await Bot(), As("ada"));
        var (repository, pulls) = (new RepositoryTour(this, bot, ada), new PullTour(this, bot, ada));
        var (results, app) = (new ResultsTour(this, bot, ada), new AppTour(this, bot, ada));
        await app.Accounts();
        await repository.GitData();
        await repository.Branches();
        var pull = Open("topic", "a", "b");
        await pulls.Pulls(pull);
        await pulls.Conversation(pull);
        await results.Checks();
        await results.Deployments();
        await results.Runs();
        await pulls.Landing(pull);
        await app.Apps();
        var asked = Hub
            .Requests.Entries.Where(e => e.Status is >= 200 and < 300)
            .Select(e => $"{e.Method} {e.Operation}")
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Hub.Operations.Except(NotDescribed).Except(asked));
    }
}
