using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;

namespace Sluice.Bot.Tests.GitHub;

public sealed class BatchHubTests : HubTests
{
    private const string Marker = "<!-- sluice -->";

    [Fact]
    public async Task Checks_of_many_pulls_are_made_and_changed_in_one_request_each()
    {
        var heads = Enumerable.Range(1, 5).Select(i => new Sha(Town.OpenPull($"branch-{i}", $"src/{i}.txt").HeadSha)).ToArray();
        Made(await Client.WhoAmI(Stop));
        var before = Town.Asked.Requests.Count;

        var made = await Task.WhenAll(heads.Select(head => Client.PutCheck(Repo, Check(head, null, CheckState.Queued), Stop)));
        await Task.WhenAll(
            made.Select(answer => Made(answer))
                .Select(fact => Client.PutCheck(Repo, Check(fact.Sha, fact.Check.Id, CheckState.Success), Stop))
        );

        // One to look, one to make, one to change.
        Assert.Equal(
            ["POST /graphql", "POST /graphql", "POST /graphql"],
            Town.Asked.Requests.Skip(before).Where(asked => !asked.Contains("access_tokens", StringComparison.Ordinal))
        );
        Assert.All(heads, head => Assert.Equal("success", Town.Do(() => Town.Hub.Shop.Marks.LatestRuns(head.Hex).Single().Conclusion)));
    }

    [Fact]
    public async Task What_is_refused_to_one_is_no_harm_to_the_others()
    {
        var head = new Sha(Town.OpenPull("pears").HeadSha);
        Made(await Client.PutCheck(Repo, Check(head, null, CheckState.Queued), Stop));
        var there = new Sha(Town.OpenPull("plums", "src/plums.txt").HeadSha);

        var answers = await Task.WhenAll(
            new[] { new Sha(new string('a', 40)), there }.Select(sha => Client.PutCheck(Repo, Check(sha, null, CheckState.Queued), Stop))
        );

        Assert.Equal(422, Assert.IsType<Turns.Ports.Answer<CheckFact>.Refused>(answers[0]).Status);
        Assert.Equal(there, Made(answers[1]).Sha);
    }

    [Fact]
    public async Task Labels_that_the_repository_has_go_with_others_in_one_request()
    {
        var pulls = Enumerable.Range(1, 3).Select(i => Town.OpenPull($"branch-{i}", $"src/{i}.txt")).ToArray();
        Made(await Client.SetLabels(Repo, Town.Seen(pulls[0]), ["risk/low", "origin/agent"], [], Stop));
        var before = Town.Asked.Requests.Count;

        var given = await Task.WhenAll(pulls.Select(pull => Client.SetLabels(Repo, Town.Seen(pull), ["origin/agent"], ["risk/low"], Stop)));
        foreach (var answer in given)
        {
            Made(answer);
        }

        Assert.Equal(["POST /graphql"], Town.Asked.Requests.Skip(before));
        Assert.All(pulls, pull => Assert.Equal(["origin/agent"], Town.Do(() => pull.Labels.Keys.ToArray())));
    }

    [Fact]
    public async Task A_label_that_was_deleted_and_made_anew_is_put_on_by_its_name()
    {
        var pull = Town.OpenPull("pears");
        Made(await Client.SetLabels(Repo, Town.Seen(pull), ["risk/low"], [], Stop));
        Town.Do(() => Town.World.Labels.Delete(Town.As("ada"), Town.Hub.Shop, Town.Hub.Shop.Labels["risk/low"]));

        Made(await Client.SetLabels(Repo, Town.Seen(pull), ["risk/low"], [], Stop));

        Assert.Equal(["risk/low"], Town.Do(() => pull.Labels.Keys.ToArray()));
    }

    [Fact]
    public async Task A_label_that_was_renamed_is_put_on_by_its_old_name_and_its_new_one_stays_off()
    {
        var (first, second) = (Town.OpenPull("pears"), Town.OpenPull("plums", "src/plums.txt"));
        Made(await Client.SetLabels(Repo, Town.Seen(first), ["risk/high"], [], Stop));
        Town.Do(() => Town.World.Labels.Edit(Town.As("ada"), Town.Hub.Shop, Town.Hub.Shop.Labels["risk/high"], "danger", null, null));

        Made(await Client.SetLabels(Repo, Town.Seen(second), ["risk/high"], [], Stop));

        Assert.Equal(["risk/high"], Town.Do(() => second.Labels.Keys.ToArray()));
        Assert.Equal(["danger"], Town.Do(() => first.Labels.Keys.ToArray()));
        Made(await Client.SetLabels(Repo, Town.Seen(first), ["risk/high"], [], Stop));
        Assert.Equal(["danger", "risk/high"], Town.Do(() => first.Labels.Keys.Order(StringComparer.Ordinal).ToArray()));
    }

    [Fact]
    public async Task A_comment_that_was_deleted_is_made_anew()
    {
        var pull = Town.OpenPull("pears");
        var first = Made(await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, $"{Marker}\none"), Stop));
        Town.Do(() => Town.World.Comments.Delete(Town.As("ada"), Town.Hub.Shop.Comments[first.Comment.Id]));

        var again = Made(
            await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(first.Comment.Id, Marker, $"{Marker}\ntwo"), Stop)
        );

        Assert.NotEqual(first.Comment.Id, again.Comment.Id);
        Assert.Equal($"{Marker}\ntwo", Town.Do(() => Town.Hub.Shop.Comments.Values.Single().Body));
    }

    [Fact]
    public async Task A_comment_is_found_behind_a_hundred_others()
    {
        var pull = Town.OpenPull("pears");
        var first = Made(await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, $"{Marker}\none"), Stop));
        Town.Do(() =>
        {
            foreach (var i in Enumerable.Range(1, 101))
            {
                Town.World.Comments.Say(Town.As("eve"), pull, $"and {i}");
            }
        });

        var again = Made(await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, $"{Marker}\ntwo"), Stop));

        Assert.Equal(first.Comment.Id, again.Comment.Id);
    }

    private static PullMove.PutCheck Check(Sha head, long? id, CheckState state) =>
        new(id, head, state, "title", "summary", "text", $"d-{state}");
}
