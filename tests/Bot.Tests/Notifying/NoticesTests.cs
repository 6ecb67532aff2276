using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Notifying;

/// <summary>What is told, and to whom.</summary>
public sealed class NoticesTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly Newsroom _news = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static PullLedger Assessed =>
        PullLedger.New with
        {
            Assessment = new Assessment(Some.Sha(3), OriginAssessment.None, new RiskAssessment(Band.Medium, 0.1, 0.1, [])),
        };

    [Fact]
    public async Task What_people_must_look_at_goes_to_every_channel_that_is_named_once()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("halted", "main stands still");
        await _news.Send();
        await _news.Send();

        Assert.Equal(["hooks.slack.example", "audit.example"], _news.Inbox.Taken.Select(each => each.To.Host));
        Assert.Contains("main stands still", Assert.Single(_news.Slacked).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ours", 1)]
    [InlineData("theirs", 0)]
    public async Task A_channel_of_others_takes_no_news_and_is_as_one_that_is_not_there(string channel, int told)
    {
        await _news.Begin($"version: 1\nnotify: {{ slack: {channel} }}\n");
        await _news.Happens("halted", "main stands still");
        await _news.Send();

        Assert.Equal(told, _news.Inbox.Taken.Count);
        Assert.DoesNotContain(_news.Log.Written, line => line.Contains("'ours'", StringComparison.Ordinal));
        Assert.True(told > 0 || _news.Log.Written.Exists(line => line.Contains("'theirs'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_sent()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("ejected", "#3 is out", 3);
        await _news.Happens("building", "b1 is built", 3);
        await _news.Send();

        Assert.Empty(_news.Inbox.Taken);
    }

    [Theory]
    [InlineData("low", 1)]
    [InlineData("high", 0)]
    public async Task News_of_single_pulls_go_by_their_band(string least, int told)
    {
        await _news.Begin($"version: 1\nnotify: {{ slack: ops, events: [ejections], at_least: {least} }}\n");
        await _news.Store.Note(new PullSubject(_news.Repo, 3), 0, Assessed, [], Some.Noon, Stop);
        await _news.Happens("ejected", "#3 is out", 3);
        await _news.Send();

        Assert.Equal(told, _news.Inbox.Taken.Count);
    }

    [Theory]
    [InlineData("ejected", "ejections", "pull/3", 3)]
    [InlineData("landed", "landings", "pull/3", 3)]
    [InlineData("landed", "landings", "queue/main", 3, 4)]
    public async Task What_landed_and_what_is_out_is_told_to_whoever_asked_for_it(string kind, string told, string page, params int[] pulls)
    {
        await _news.Begin("version: 1\nnotify: { webhook: audit, events: [landings, ejections] }\n");
        await _news.Happens(kind, "said", pulls);
        await _news.Send();

        using var json = JsonDocument.Parse(Assert.Single(_news.Inbox.Taken).Body);
        Assert.Equal(
            (told, $"https://sluice.example/acme/shop/{page}"),
            (json.RootElement.GetProperty("event").GetString(), json.RootElement.GetProperty("url").GetString())
        );
    }

    [Fact]
    public async Task A_batch_that_landed_is_as_risky_as_the_riskiest_in_it()
    {
        await _news.Begin("version: 1\nnotify: { slack: ops, events: [landings], at_least: high }\n");
        await _news.Store.Note(new PullSubject(_news.Repo, 3), 0, Assessed, [], Some.Noon, Stop);
        await _news.Happens("landed", "#3 landed on main", 3);
        await _news.Happens("landed", "#3, #4 landed on main", 3, 4);
        await _news.Send();

        Assert.Contains("#3, #4", Assert.Single(_news.Inbox.Taken).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_others_call_nobody_on_Slack()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("halted", "<!channel> & <https://evil.example|click>");
        await _news.Send();

        using var json = JsonDocument.Parse(Assert.Single(_news.Slacked).Body);
        Assert.Contains(
            "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;",
            json.RootElement.GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_channel_that_the_settings_do_not_declare_is_said_to_be_so_once()
    {
        await _news.Begin("version: 1\nnotify: { slack: nobody }\n");
        await _news.Send();
        await _news.Send();

        var said = Assert.Single(_news.Log.Written, line => line.Contains("'nobody'", StringComparison.Ordinal));
        Assert.True(
            said.Contains("does not declare", StringComparison.Ordinal) || said.Contains("do not declare", StringComparison.Ordinal),
            said
        );
    }

    [Fact]
    public async Task A_channels_place_never_goes_back()
    {
        await _news.Store.Notified(_news.Repo, "slack", 5, Stop);
        await _news.Store.Notified(_news.Repo, "slack", 3, Stop);

        Assert.Equal(
            (5L, null),
            (await _news.Store.Notified(_news.Repo, "slack", Stop), await _news.Store.Notified(_news.Repo, "webhook", Stop))
        );
    }

    [Fact]
    public async Task Whoever_begins_to_listen_is_not_told_the_past()
    {
        await _news.Begin("version: 1\n");
        await _news.Happens("halted", "long ago");
        await _news.Send();
        await _news.Policy(Newsroom.Both, 2);
        await _news.Send();

        Assert.Empty(_news.Inbox.Taken);
    }

    public void Dispose() => _news.Dispose();
}
