using Sluice.Bot.GitHub;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>What a bad day of GitHub's does to the client: it says Later, and the next try finds what was done.</summary>
public sealed class WeatherHubTests : HubTests
{
    private const string Marker = "<!-- sluice -->";

    [Fact]
    public async Task Reads_outlive_errors_that_pass()
    {
        Made(await Client.WhoAmI(Stop));
        Weather(new Weather { ApiErrors = 0.3 });

        var answers = new List<Turns.Ports.Answer<PermissionFact>>();
        for (var time = 0; time < 6; time++)
        {
            answers.Add(await Client.Permission(Repo, "ada", Stop));
        }

        Assert.Contains(answers, answer => answer is Turns.Ports.Answer<PermissionFact>.Made);
        Assert.DoesNotContain(answers, answer => answer is Turns.Ports.Answer<PermissionFact>.Refused);
    }

    [Fact]
    public async Task A_write_that_met_an_error_is_later_and_then_made_once()
    {
        var pull = Town.OpenPull("pears");
        Made(await Client.WhoAmI(Stop));
        Weather(new Weather { ApiErrors = 1 });
        Assert.IsType<Turns.Ports.Answer<CommentFact>.Later>(await Comment(pull));
        Weather(Hub.Model.Weather.Fine);

        Made(await Comment(pull));
        Assert.Single(Town.Do(() => Town.Hub.Shop.Comments));
    }

    [Fact]
    public async Task A_comment_a_check_and_a_pull_whose_answers_were_lost_are_found_again()
    {
        var pull = Town.OpenPull("pears");
        var check = new PullMove.PutCheck(null, new Sha(pull.HeadSha), CheckState.Queued, "t", "s", "x", "d");
        Made(await Client.WhoAmI(Stop));
        // Looking comes first, and must get through; the write's answer must not.
        using var lossy = new GitHubConnection(
            new GitHubAddress(new Uri(Town.Hub.Url), new Uri(Town.Hub.Url), $"{Town.Hub.App.Id}", Town.Hub.PrivateKeyPem),
            TimeProvider.System,
            new LosesWrites(GitHubConnection.Network())
        );
        var unlucky = new GitHubClient(lossy);

        Assert.IsType<Turns.Ports.Answer<CommentFact>.Later>(
            await unlucky.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, Marker), Stop)
        );
        Assert.IsType<Turns.Ports.Answer<CheckFact>.Later>(await unlucky.PutCheck(Repo, check, Stop));
        Made(await Comment(pull));
        Made(await Client.PutCheck(Repo, check, Stop));

        Assert.Single(Town.Do(() => Town.Hub.Shop.Comments));
        Assert.Single(await Facts(Client.Checks(Repo, check.Head, null, Stop)));
    }

    [Fact]
    public async Task A_limit_that_refuses_is_kept_to()
    {
        Made(await Client.WhoAmI(Stop));
        Weather(new Weather { ApiLimited = 1 });
        var later = Assert.IsType<Turns.Ports.Answer<PermissionFact>.Later>(await Client.Permission(Repo, "ada", Stop));
        Weather(Hub.Model.Weather.Fine);
        var asked = Town.Asked.Requests.Count;

        Assert.IsType<Turns.Ports.Answer<PermissionFact>.Later>(await Client.Permission(Repo, "ada", Stop));

        Assert.True(later.Until > TimeProvider.System.GetUtcNow(), "the time is ahead");
        Assert.Equal(asked, Town.Asked.Requests.Count);
    }

    [Fact]
    public async Task What_has_not_changed_costs_nothing()
    {
        await Client.Permission(Repo, "ada", Stop);
        await Client.Permission(Repo, "ada", Stop);
        Town.Do(() => Town.Hub.Shop.Collaborators["ada"] = Role.Read);
        var changed = await Client.Permission(Repo, "ada", Stop);

        Assert.Equal(
            [200, 304, 200],
            Town.Asked.Answers.Where(answer => answer.Asked.EndsWith("/permission", StringComparison.Ordinal))
                .Select(answer => answer.Status)
        );
        Assert.Equal(Permission.Read, Made(changed).Permission);
    }

    private void Weather(Weather weather) => Town.Do(() => Town.World.Weather = weather);

    private Task<Turns.Ports.Answer<CommentFact>> Comment(Pull pull) =>
        Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, Marker), Stop);

    /// <summary>GitHub does what it is told, and the wire breaks before its answer comes.</summary>
    private sealed class LosesWrites(HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asks =
                request.Content is null
                || !(await request.Content.ReadAsStringAsync(cancellationToken)).Contains("mutation(", StringComparison.Ordinal);
            var response = await base.SendAsync(request, cancellationToken);
            return
                request.Method == HttpMethod.Get
                || (request.RequestUri!.AbsolutePath == "/graphql" && asks)
                || request.RequestUri!.AbsolutePath.Contains("/access_tokens", StringComparison.Ordinal)
                ? response
                : throw new HttpRequestException("the connection was reset");
        }
    }
}
