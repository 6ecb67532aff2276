using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.GitHub;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Tidy;
using Sluice.Turns;

namespace Sluice.Bot.Tests.Telemetry;

public sealed class MetricsTests(TestPostgres server) : IAsyncLifetime
{
    private Front _front = null!;

    public async ValueTask InitializeAsync() => _front = await Front.Open(server);

    [Fact]
    public async Task The_queue_is_told_by_public_repository_and_private_ones_together_without_a_name()
    {
        await Queue(_front.Hub.Shop.Id, 3, "release/2.x");
        await Queue(_front.Vault.Id, 1, "secret-branch");

        var scrape = await Scraped();

        Assert.Equal(1, scrape.Sum("sluice_queue_entries", "repository=\"acme/shop\"", "base=\"release/2.x\"", "state=\"testing\""));
        Assert.Equal(1, scrape.Sum("sluice_queue_entries", "repository=\"(private)\"", "base=\"\""));
        Assert.InRange(scrape.Sum("sluice_queue_oldest_seconds", "repository=\"acme/shop\""), -1e9, 1e9);
        Assert.Equal(1, scrape.Sum("sluice_lane_halted", "base=\"release/2.x\""));
        var text = await _front.Http.GetStringAsync("/metrics", Front.Stop);
        Assert.DoesNotContain("vault", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-branch", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_turn_made_and_noted_is_counted()
    {
        var meters = _front.Services.GetRequiredService<Meters>();
        var lane = new LaneSubject(1, "main");
        meters.Took(
            new TurnEnd(lane)
            {
                Answers = [new("LaneMove.Land", "made"), new("LaneMove.Land", "later")],
                Noted = [Some.Line("building", 1), Some.Line("green", 1, 2), Some.Line("landed", 1, 2)],
            }
        );
        meters.Took(new TurnEnd(new PullSubject(1, 9)) { Noted = [Some.Line("ejected", 9)] });
        meters.Took(
            new TurnEnd(new EnvironmentSubject(1, "production"))
            {
                Noted =
                [
                    new JournalLine(
                        Receipts.Kind,
                        "Judged.",
                        [],
                        """{"canary":"c1","receipt":"{\"answer\":{\"verdict\":\"regressed\"}}"}"""
                    ),
                    Some.Line("revert_opened", 1),
                ],
            }
        );
        meters.Took(lane, "done", TimeSpan.FromMilliseconds(30));

        var scrape = await Scraped();

        Assert.Equal(1, scrape.Sum("sluice_moves_total", "move=\"LaneMove.Land\"", "answer=\"later\""));
        Assert.Equal(
            (1, 1, 2),
            (
                scrape.Sum("sluice_builds_total", "state=\"started\""),
                scrape.Sum("sluice_builds_total", "state=\"green\""),
                scrape.Sum("sluice_landed_pulls_total")
            )
        );
        Assert.Equal(
            (1, 1, 1),
            (
                scrape.Sum("sluice_ejected_pulls_total"),
                scrape.Sum("sluice_verdicts_total", "verdict=\"regressed\""),
                scrape.Sum("sluice_reverts_total")
            )
        );
        Assert.Equal(
            (0, 1),
            (
                scrape.Sum("sluice_turn_duration_seconds_bucket", "le=\"0.025\""),
                scrape.Sum("sluice_turn_duration_seconds_bucket", "le=\"0.05\"")
            )
        );
    }

    [Fact]
    public async Task Requests_to_GitHub_are_counted_with_what_is_left_of_the_budget()
    {
        using var counting = new Counting(_front.Services.GetRequiredService<Meters>(), GitHubConnection.Network());
        using var connection = new GitHubConnection(
            new GitHubAddress(new Uri(_front.Hub.Url), new Uri(_front.Hub.Url), $"{_front.Hub.App.Id}", _front.Hub.PrivateKeyPem),
            TimeProvider.System,
            counting
        );
        await new GitHubClient(connection).WhoAmI(Front.Stop);

        var scrape = await Scraped();

        Assert.Equal(3, scrape.Sum("sluice_github_requests_total", "kind=\"rest_read\"", "status=\"200\""));
        Assert.Equal(1, scrape.Sum("sluice_github_requests_total", "kind=\"rest_write\"", "status=\"201\""));
        Assert.InRange(scrape.Sum("sluice_github_budget_remaining", $"installation=\"{_front.Hub.Installation.Id}\""), 4_900, 5_000);
    }

    [Fact]
    public async Task The_database_tells_of_itself()
    {
        var scrape = await Scraped();

        Assert.Equal(1, scrape.Sum("sluice_database_up"));
        Assert.InRange(scrape.Sum("sluice_database_size_bytes"), 1_000_000, 1e12);
        Assert.InRange(scrape.Sum("dotnet_process_memory_working_set_bytes"), 1_000_000, 1e12);
    }

    [Theory]
    [InlineData("docs/grafana.json")]
    [InlineData("docs/alerts.yml")]
    [InlineData("docs/operating.md")]
    public async Task Every_metric_that_the_docs_name_is_there(string file)
    {
        using var counting = new Counting(_front.Services.GetRequiredService<Meters>(), GitHubConnection.Network());
        _front.Services.GetRequiredService<Meters>().Watch(new Outages(new OutageLimits(), TimeProvider.System));
        var there = _front
            .Services.GetRequiredService<Recorder>()
            .Families()
            .Select(family => family.Name)
            .Concat((await _front.Services.GetRequiredService<QueueGauges>().Read(Front.Stop)).Select(family => family.Name))
            .Append("sluice_build_info")
            .ToHashSet();

        var named = Regex
            .Matches(House.Read(file), @"\b(?:sluice|http_server|dotnet)_[a-z_]+")
            .Select(match => Regex.Replace(match.Value, "_(bucket|count|sum)$", ""))
            .Distinct()
            .ToList();
        Assert.NotEmpty(named);
        House.HasNo(named.Where(name => !there.Contains(name)).Select(name => $"{file} names {name}, which is not measured"));
    }

    [Fact]
    public async Task Prometheus_own_linter_has_nothing_to_say_of_what_is_measured()
    {
        var lane = new LaneSubject(1, "main");
        var meters = _front.Services.GetRequiredService<Meters>();
        meters.Took(
            new TurnEnd(lane)
            {
                Answers = [new("LaneMove.Land", "made")],
                Noted = [Some.Line("building", 1), Some.Line("green", 1), Some.Line("landed", 1)],
            }
        );
        meters.Took(lane, "done", TimeSpan.FromMilliseconds(30));
        await Queue(_front.Hub.Shop.Id, 3, "main");

        Assert.Equal("", await Promtool(await _front.Http.GetStringAsync("/metrics", Front.Stop), "check", "metrics"));
    }

    [Fact]
    public async Task Prometheus_takes_the_rules_of_alerts_as_they_stand() =>
        Assert.DoesNotContain("FAILED", await Promtool("", "check", "rules", House.At("docs/alerts.yml")), StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    /// <returns>What it says against it.</returns>
    private static async Task<string> Promtool(string input, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "there is no promtool here (apt install prometheus)");
        using var tool = Process.Start(
            new ProcessStartInfo("/usr/bin/promtool", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        await tool.StandardInput.WriteAsync(input);
        tool.StandardInput.Close();
        var (said, printed) = (tool.StandardError.ReadToEndAsync(Front.Stop), tool.StandardOutput.ReadToEndAsync(Front.Stop));
        await tool.WaitForExitAsync(Front.Stop);
        return tool.ExitCode == 0 ? "" : $"FAILED {tool.ExitCode}\n{await said}\n{await printed}";
    }

    private async Task<Scrape> Scraped()
    {
        using var answer = await _front.Get("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return new(await answer.Content.ReadAsStringAsync(Front.Stop));
    }

    private async Task Queue(long repo, int number, string onto)
    {
        var standing = new Standing(PullState.Testing, Code.Testing, "It is being tested.", NextAction.Wait, Some.Noon);
        var admission = new Admission(1, Some.Sha(3), onto, Priority.Normal, Some.Noon, 0.1, Band.Medium, false, OriginClass.Agent, "ada");
        await _front.Store.Note(
            new PullSubject(repo, number),
            0,
            PullLedger.New with
            {
                Ticket = 1,
                Admission = admission,
                Standing = standing,
            },
            [],
            Some.Noon,
            Front.Stop
        );
        await _front.Store.Note(new LaneSubject(repo, onto), 0, LaneLedger.New with { Halted = "Look." }, [], Some.Noon, Front.Stop);
    }
}
