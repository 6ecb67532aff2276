using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>What is said of a breaker: to those who wait for it, in the journal, and on its issue.</summary>
public static class BreakerWords
{
    public const string Marker = "<!-- sluice:breaker";

    /// <summary>Why something waits, and until what.</summary>
    public static string Keeps(Breaker breaker) => $"{What(breaker.Kind)}: {GoesOn(breaker)}, until {Until(breaker.Kind)}";

    public static string Opened(Breaker breaker) => $"{Start(What(breaker.Kind))}: the breaker is open, until {Until(breaker.Kind)}.";

    public static string Tried(Breaker breaker) => $"{Start(What(breaker.Kind))}; one {Tries(breaker.Kind)} now.";

    public static string Closed(BreakerKind kind) => $"The breaker is closed: {Good(kind)}.";

    /// <summary>Of the metrics' breaker.</summary>
    public static string Unasked() => "The breaker is closed: canary.metrics names no source any more.";

    public static string ClosedBy(BreakerKind kind) => $"Somebody said `/sluice resume`: the breaker ({Name(kind)}) is closed.";

    public static string Title(BreakerKind kind) => $"Sluice: {What(kind)}";

    /// <summary>How its issue's text begins.</summary>
    /// <param name="lane">The base branch of the lane whose it is; empty: it is the environment's.</param>
    public static string Mark(BreakerKind kind, string lane) => $"{Marker} {Name(kind)}{(lane.Length > 0 ? $" {lane}" : "")} -->";

    /// <summary>The issue's text while it is open.</summary>
    public static string Body(Breaker breaker, string lane = "") =>
        string.Join(
            "\n\n",
            [
                $"{Mark(breaker.Kind, lane)}\n**{Start(What(breaker.Kind))}.** {(breaker.State == BreakerState.Open ? Stopped(breaker.Kind) : $"One {Tries(breaker.Kind)} now.")}",
                $"**What to do.** {ToDo(breaker.Kind)}",
                $"**How it ends.** {Ends(breaker)}{(breaker.Kind == BreakerKind.GitHub ? "" : $" Who may maintain the repository ends it at once by `/sluice resume` in a comment on any open pull request{(lane.Length > 0 ? $" of `{lane.Replace('`', '\'')}`" : "")}.")}",
                "This issue is kept up to date, and closed when the breaker is.",
            ]
        );

    /// <summary>The issue's text once it is closed.</summary>
    public static string Over(BreakerKind kind, string lane = "") =>
        $"{Mark(kind, lane)}\n**It is over:** {Good(kind)}, or somebody let everything go on.";

    /// <summary>Of GitHub's breaker, once it can be said: from when to when it was open.</summary>
    public static string Away(DateTimeOffset from, DateTimeOffset until) =>
        string.Join(
            "\n\n",
            [
                $"{Mark(BreakerKind.GitHub, "")}\n**It is over:** {AwayFor(from, until)}",
                "What could wait stood still meanwhile; what was in line, deployments, rollbacks and reverts went on trying. Everything goes on by itself now.",
                "**What to do.** Nothing; `/sluice status` on a pull request says where it stands.",
            ]
        );

    /// <summary>The same in a line, for the journal.</summary>
    public static string AwayFor(DateTimeOffset from, DateTimeOffset until) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"GitHub mostly did not answer from {from.UtcDateTime:yyyy-MM-dd HH:mm} to {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC, for {(until - from).TotalMinutes:0} minutes."
        );

    /// <summary>While it is open, for those who run the bot.</summary>
    public static string IsAway(Breaker breaker, DateTimeOffset since) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Start(What(BreakerKind.GitHub))} since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC. {Stopped(BreakerKind.GitHub)} {ToDo(BreakerKind.GitHub)} {Ends(breaker)}"
        );

    public static string Name(BreakerKind kind) => kind.ToString().ToLowerInvariant();

    private static string What(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Deploys => "three deployments failed in a row",
            BreakerKind.Reverts => "as many changes had to be taken back within a day as `canary.reverts_per_day` allows",
            BreakerKind.Metrics => "the metrics of the canary cannot be read",
            BreakerKind.GitHub => "GitHub mostly does not answer",
            _ => "builds end without a verdict, one after the other",
        };

    private static string GoesOn(Breaker breaker) =>
        (breaker.Kind, breaker.State) switch
        {
            (BreakerKind.Ci, BreakerState.Open) => "nothing is built, and nobody is put out for it",
            (BreakerKind.GitHub, BreakerState.Open) => "what can wait stands still; what is in line, deployments and reverts go on trying",
            (_, BreakerState.Open) => "only reverts and what a maintainer queues with `priority=urgent` go on",
            (var kind, _) => $"one {Tries(kind)}",
        };

    private static string Tries(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Ci => "build is tried",
            BreakerKind.GitHub => "request is tried",
            _ => "small batch is tried",
        };

    private static string Until(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Deploys => "a deployment succeeds",
            BreakerKind.Reverts => "a day has gone by and a canary is healthy",
            BreakerKind.Metrics => "they can be read again",
            BreakerKind.GitHub => "it answers again",
            _ => "a build has a verdict",
        };

    private static string Good(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Deploys => "a deployment succeeded",
            BreakerKind.Reverts => "a canary was healthy",
            BreakerKind.Metrics => "the metrics can be read",
            BreakerKind.GitHub => "GitHub answers",
            _ => "a build has a verdict",
        };

    private static string Stopped(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Metrics =>
                "No canary begins, since nobody could say how it does; nothing is rolled back for that. What lands waits for its canary.",
            BreakerKind.GitHub =>
                "Sweeps, missed deliveries and what is only shown on pull requests outside the line stand still. What is in line, deployments, rollbacks and reverts go on trying.",
            BreakerKind.Ci =>
                "Nothing is built, and nobody is put out of the queue for it: everybody keeps their place. What is green lands.",
            _ =>
                "Nothing lands and nothing is deployed but reverts and what a maintainer queues with `priority=urgent`; builds go on, and everybody keeps their place.",
        };

    private static string ToDo(BreakerKind kind) =>
        kind switch
        {
            BreakerKind.Deploys =>
                "Look at the last deployments and at what deploys (its log says why it failed, or did not answer), and repair that.",
            BreakerKind.Reverts => "Look at what was taken back: is something wrong that tests do not see, or with the metrics?",
            BreakerKind.GitHub =>
                "Look at https://www.githubstatus.com (or at the Enterprise Server), and at the network between it and here: proxy, firewall, name resolution.",
            BreakerKind.Metrics =>
                "Look at the metric source and at the queries in `.github/sluice.yml`; the page of the deployments quotes its answer.",
            _ => "Look at the CI: its runners, its limits, its own status page.",
        };

    private static string Ends(Breaker breaker) =>
        (breaker.State, breaker.TryAt) switch
        {
            (BreakerState.Open, { } at) => string.Create(
                CultureInfo.InvariantCulture,
                $"At {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC one {Tries(breaker.Kind)} by itself; when {Good(breaker.Kind)}, everything goes on."
            ),
            (BreakerState.Open, null) => $"By itself, as soon as {Good(breaker.Kind)}.",
            _ => $"When {Good(breaker.Kind)}, everything goes on.",
        };

    private static string Start(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
