using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Sluice.Bot.Notifying;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.GitHub;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Tidy;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Notifying;

public sealed class NoticesTests : IClassFixture<TestDatabase>, IDisposable
{
    private const string Both = "version: 1\nnotify: { slack: ops, webhook: audit }\n";

    private static long _repos = 5000;

    private readonly long _repo = Interlocked.Increment(ref _repos);
    private readonly Inbox _inbox = new();
    private readonly HandClock _clock = new();
    private readonly Lines<Notices> _log = new();
    private readonly PostgresStore _store;
    private readonly Messenger _messenger;
    private readonly Notices _notices;
    private long _version;

    public NoticesTests(TestDatabase database)
    {
        _store = new(database.Source, _clock);
        _messenger = new(_inbox, TimeProvider.System);
        var settings = SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Notify:Slack:ops:Url", "https://hooks.slack.example/T0"),
                    new("Notify:Webhooks:audit:Url", "https://audit.example/"),
                    new("Notify:Webhooks:audit:Secret", "a secret"),
                ])
                .Build()
        );
        _notices = new(
            settings,
            _store,
            _messenger,
            new PublicAddress(new Uri("https://sluice.example"), () => throw new InvalidOperationException()),
            _clock,
            _log
        );
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static PullLedger Assessed =>
        PullLedger.New with
        {
            Assessment = new Assessment(Some.Sha(3), OriginAssessment.None, new RiskAssessment(Band.Medium, 0.1, 0.1, [])),
        };

    private IEnumerable<(Uri To, string Body, Dictionary<string, string> Headers)> Slacked =>
        _inbox.Taken.Where(each => each.To.Host == "hooks.slack.example");

    [Fact]
    public async Task What_people_must_look_at_goes_to_every_channel_that_is_named_once()
    {
        await Begin(Both);
        await Happens("halted", "main stands still");
        await _notices.Send(Stop);
        await _notices.Send(Stop);

        Assert.Equal(["hooks.slack.example", "audit.example"], _inbox.Taken.Select(each => each.To.Host));
        Assert.Contains("main stands still", Assert.Single(Slacked).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_sent()
    {
        await Begin(Both);
        await Happens("ejected", "#3 is out", 3);
        await Happens("building", "b1 is built", 3);
        await _notices.Send(Stop);

        Assert.Empty(_inbox.Taken);
    }

    [Theory]
    [InlineData("low", 1)]
    [InlineData("high", 0)]
    public async Task News_of_single_pulls_go_by_their_band(string least, int told)
    {
        await Begin($"version: 1\nnotify: {{ slack: ops, events: [ejections], at_least: {least} }}\n");
        await _store.Note(new PullSubject(_repo, 3), 0, Assessed, [], Some.Noon, Stop);
        await Happens("ejected", "#3 is out", 3);
        await _notices.Send(Stop);

        Assert.Equal(told, _inbox.Taken.Count);
    }

    [Theory]
    [InlineData("ejected", "ejections", "pull/3", 3)]
    [InlineData("landed", "landings", "pull/3", 3)]
    [InlineData("landed", "landings", "queue/main", 3, 4)]
    public async Task What_landed_and_what_is_out_is_told_to_whoever_asked_for_it(string kind, string told, string page, params int[] pulls)
    {
        await Begin("version: 1\nnotify: { webhook: audit, events: [landings, ejections] }\n");
        await Happens(kind, "said", pulls);
        await _notices.Send(Stop);

        using var json = JsonDocument.Parse(Assert.Single(_inbox.Taken).Body);
        Assert.Equal(
            (told, $"https://sluice.example/acme/shop/{page}"),
            (json.RootElement.GetProperty("event").GetString(), json.RootElement.GetProperty("url").GetString())
        );
    }

    [Fact]
    public async Task A_batch_that_landed_is_as_risky_as_the_riskiest_in_it()
    {
        await Begin("version: 1\nnotify: { slack: ops, events: [landings], at_least: high }\n");
        await _store.Note(new PullSubject(_repo, 3), 0, Assessed, [], Some.Noon, Stop);
        await Happens("landed", "#3 landed on main", 3);
        await Happens("landed", "#3, #4 landed on main", 3, 4);
        await _notices.Send(Stop);

        Assert.Contains("#3, #4", Assert.Single(_inbox.Taken).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_is_signed_as_GitHub_signs_and_says_where_to_read_on()
    {
        await Begin(Both);
        await Happens("paused", "ada paused main: moving");
        await _notices.Send(Stop);

        var (_, body, headers) = Assert.Single(_inbox.Taken, each => each.To.Host == "audit.example");
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("a secret"), Encoding.UTF8.GetBytes(body)))}",
            headers["X-Sluice-Signature-256"]
        );
        using var json = JsonDocument.Parse(body);
        Assert.Equal(headers["X-Sluice-Delivery"], json.RootElement.GetProperty("id").GetRawText());
        Assert.Equal(
            ("stops", "https://sluice.example/acme/shop/queue/main"),
            (json.RootElement.GetProperty("event").GetString(), json.RootElement.GetProperty("url").GetString())
        );
    }

    [Fact]
    public async Task Words_of_others_call_nobody_on_Slack()
    {
        await Begin(Both);
        await Happens("halted", "<!channel> & <https://evil.example|click>");
        await _notices.Send(Stop);

        using var json = JsonDocument.Parse(Assert.Single(Slacked).Body);
        Assert.Contains(
            "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;",
            json.RootElement.GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_did_not_arrive_is_sent_again_in_its_order_for_a_day()
    {
        await Begin(Both);
        await Happens("halted", "first");
        await Happens("paused", "second");
        _inbox.Answers = HttpStatusCode.BadGateway;
        await _notices.Send(Stop);
        _inbox.Answers = HttpStatusCode.OK;
        await _notices.Send(Stop);
        Assert.Equal(
            ["first", "second"],
            Slacked.Select(each => each.Body.Contains("first", StringComparison.Ordinal) ? "first" : "second")
        );

        await Happens("halted", "third");
        _inbox.Answers = HttpStatusCode.BadGateway;
        _clock.Advance(TimeSpan.FromHours(25));
        await _notices.Send(Stop);
        _inbox.Answers = HttpStatusCode.OK;
        await _notices.Send(Stop);
        Assert.Equal(2, Slacked.Count());
    }

    [Theory]
    [InlineData("audit.example", "hooks.slack.example")]
    [InlineData("hooks.slack.example", "audit.example")]
    public async Task A_channel_that_takes_nothing_has_nobody_told_twice_and_hears_it_later(string dead, string other)
    {
        await Begin(Both);
        await Happens("halted", "main stands still");
        _inbox.Dead = dead;
        await _notices.Send(Stop);
        await _notices.Send(Stop);
        Assert.Equal([other], _inbox.Taken.Select(each => each.To.Host));

        _inbox.Dead = null;
        await _notices.Send(Stop);
        Assert.Equal([other, dead], _inbox.Taken.Select(each => each.To.Host));
    }

    [Fact]
    public async Task A_channel_that_was_down_for_a_day_is_tried_once_and_all_of_that_day_let_go()
    {
        await Begin("version: 1\nnotify: { slack: ops }\n");
        await Happens("halted", "first");
        await Happens("paused", "second");
        await Happens("resumed", "third");
        _clock.Advance(TimeSpan.FromHours(25));
        _inbox.Answers = HttpStatusCode.BadGateway;
        await _notices.Send(Stop);
        Assert.Equal(1, _inbox.Tries);

        _inbox.Answers = HttpStatusCode.OK;
        await _notices.Send(Stop);
        Assert.Equal(1, _inbox.Tries);
    }

    [Fact]
    public async Task A_channel_that_is_down_is_waited_for_once_however_many_repositories_name_it()
    {
        var second = Interlocked.Increment(ref _repos);
        await _store.Fold(
            [Some.RepositoryFact(second, 1), new PolicyFact(second, 1, "main", "version: 1\nnotify: { slack: ops }\n")],
            Stop
        );
        await Begin("version: 1\nnotify: { slack: ops }\n");
        await Happens("halted", "first");
        Assert.True(
            await _store.Note(
                new LaneSubject(second, "main"),
                0,
                LaneLedger.New,
                [new JournalLine("halted", "second", [])],
                _clock.Now,
                Stop
            )
        );
        _inbox.Answers = HttpStatusCode.BadGateway;
        await _notices.Send(Stop);
        Assert.Equal(1, _inbox.Tries);

        _inbox.Answers = HttpStatusCode.OK;
        await _notices.Send(Stop);
        Assert.Equal(2, Slacked.Count());
        await _store.Fold(
            [Some.RepositoryFact(second, 2) with { Repository = Some.RepositoryFact(second, 2).Repository with { Alive = false } }],
            Stop
        );
    }

    [Fact]
    public async Task A_channel_that_the_settings_do_not_declare_is_said_to_be_so_once()
    {
        await Begin("version: 1\nnotify: { slack: nobody }\n");
        await _notices.Send(Stop);
        await _notices.Send(Stop);

        Assert.Contains(
            "'nobody'",
            Assert.Single(
                _log.Written,
                line =>
                    line.Contains("does not declare", StringComparison.Ordinal) || line.Contains("do not declare", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_signature_is_checked_as_the_docs_show_it()
    {
        await Begin(Both);
        await Happens("paused", "ada paused main: moving");
        await _notices.Send(Stop);
        var (_, body, headers) = Assert.Single(_inbox.Taken, each => each.To.Host == "audit.example");
        var shown = House.Read("docs/configuration.md").Split("<!-- verify -->\n```sh\n")[1].Split("\n```")[0];
        var folder = Directory.CreateTempSubdirectory("sluice-notice-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "notice.json"), body, Stop);
            using var shell = Process.Start(
                new ProcessStartInfo("sh", ["-c", $"command -v openssl > /dev/null || exit 9\n{shown}"])
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardOutput = true,
                    Environment = { ["SECRET"] = "a secret" },
                }
            )!;
            var says = await shell.StandardOutput.ReadToEndAsync(Stop);
            await shell.WaitForExitAsync(Stop);
            Assert.SkipWhen(shell.ExitCode == 9, "there is no openssl here");
            Assert.Equal(headers["X-Sluice-Signature-256"], says.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_channels_place_never_goes_back()
    {
        await _store.Notified(_repo, "slack", 5, Stop);
        await _store.Notified(_repo, "slack", 3, Stop);

        Assert.Equal((5L, null), (await _store.Notified(_repo, "slack", Stop), await _store.Notified(_repo, "webhook", Stop)));
    }

    [Fact]
    public async Task Whoever_begins_to_listen_is_not_told_the_past()
    {
        await Begin("version: 1\n");
        await Happens("halted", "long ago");
        await _notices.Send(Stop);
        await Policy(Both, 2);
        await _notices.Send(Stop);

        Assert.Empty(_inbox.Taken);
    }

    public void Dispose() => _messenger.Dispose();

    private async Task Begin(string policy)
    {
        var shop = Some.RepositoryFact(_repo, 1);
        await _store.Fold([shop], Stop);
        await Policy(policy, 1);
        await _notices.Send(Stop);
    }

    private async Task Policy(string text, int stamp) => await _store.Fold([new PolicyFact(_repo, stamp, "main", text)], Stop);

    private async Task Happens(string kind, string says, params int[] pulls) =>
        Assert.True(
            await _store.Note(
                new LaneSubject(_repo, "main"),
                _version++,
                LaneLedger.New,
                [new JournalLine(kind, says, pulls.ToRow())],
                _clock.Now,
                Stop
            )
        );
}
