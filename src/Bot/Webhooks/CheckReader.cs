using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>Check runs and commit statuses, as one kind of fact.</summary>
internal static partial class CheckReader
{
    /// <summary>All that <see cref="Run"/> reads.</summary>
    public static readonly IReadOnlyList<string> Members =
    [
        "id",
        "name",
        "head_sha",
        "app.id",
        "status",
        "conclusion",
        "details_url",
        "html_url",
        "started_at",
        "completed_at",
        "check_suite.id",
        "check_suite.head_branch",
        "output.title",
        "external_id",
        "pull_requests.number",
    ];

    public static CheckFact? Run(long repo, JsonElement run, DateTimeOffset seen)
    {
        if (run.Number("id") is not { } id || run.Text("name") is not { } name || run.Sha("head_sha") is not { } sha)
        {
            return null;
        }

        var check = new Check(
            name,
            id,
            run.Number("app", "id") ?? 0,
            State(run.Text("status"), run.Text("conclusion")),
            run.Text("details_url") ?? run.Text("html_url"),
            run.Time("started_at"),
            run.Time("completed_at"),
            ActionsRun(run.Text("details_url"))
        )
        {
            Suite = run.Number("check_suite", "id"),
            Title = run.Text("output", "title"),
            ExternalId = run.Text("external_id") is { Length: > 0 } external ? external : null,
        };
        var pulls = run.Each("pull_requests").Select(pull => pull.Number("number")).OfType<long>().Select(number => (int)number);
        return new(repo, Stamps.Of(check, seen), sha, check, run.Text("check_suite", "head_branch"), pulls.Order().ToRow());
    }

    public static CheckFact? Status(long repo, JsonElement status, DateTimeOffset seen)
    {
        if (status.Sha("sha") is not { } sha || status.Text("context") is not { } context)
        {
            return null;
        }

        var state = status.Text("state") switch
        {
            "success" => CheckState.Success,
            "failure" or "error" => CheckState.Failure,
            _ => CheckState.Running,
        };
        var (created, updated) = (status.Time("created_at"), status.Time("updated_at"));
        var check = new Check(
            context,
            0,
            null,
            state,
            status.Text("target_url"),
            created,
            state == CheckState.Running ? null : updated ?? created
        );

        // GitHub names every branch that holds the commit: a candidate's own is the one that says whose it is.
        var branches = status.Each("branches").Select(branch => branch.Text("name")).OfType<string>().ToList();
        return new(
            repo,
            Stamps.Of(check, seen),
            sha,
            check,
            branches.Find(branch => Branches.Waiting(repo, branch) is not null) ?? branches.FirstOrDefault(),
            []
        );
    }

    /// <summary>
    /// The signature of the commit that a status is about: GitHub calls it verified where the committer's own address is that of the key,
    /// and signs with its own key as <c>web-flow</c>.
    /// </summary>
    public static SignatureFact? Signature(long repo, JsonElement status)
    {
        var commit = status.At("commit");
        return
            commit.Sha("sha") is { } sha
            && commit.Flag("commit", "verification", "verified")
            && commit.Number("committer", "id") is > 0
            && commit.Time("commit", "committer", "date") is { } made
            ? new(repo, Stamps.Of(made), sha, new Signed(commit.Actor("committer"), commit.Text("committer", "login") == "web-flow"), null)
            : null;
    }

    private static CheckState State(string? status, string? conclusion) =>
        (status, conclusion) switch
        {
            (_, "success") => CheckState.Success,
            (_, "neutral") => CheckState.Neutral,
            (_, "skipped") => CheckState.Skipped,
            (_, "failure") => CheckState.Failure,
            (_, "timed_out") => CheckState.TimedOut,
            (_, "cancelled") => CheckState.Cancelled,
            (_, "action_required") => CheckState.ActionRequired,
            (_, "startup_failure") => CheckState.StartupFailure,
            (_, "stale") => CheckState.Stale,
            ("in_progress", _) => CheckState.Running,
            _ => CheckState.Queued,
        };

    private static long? ActionsRun(string? url) =>
        url is not null
        && ActionsUrl().Match(url) is { Success: true } match
        && long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var run)
            ? run
            : null;

    [GeneratedRegex(@"/actions/runs/([0-9]{1,18})(?:/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ActionsUrl();
}
