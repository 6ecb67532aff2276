using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Commands;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Facts out of REST's answers.</summary>
internal static partial class RestFacts
{
    /// <summary>Who deleted their account.</summary>
    public static Actor Ghost { get; } = new(0, "ghost");

    public static Actor Actor(AccountJson? account) =>
        account is { Login: { } login } ? new Actor(account.Id, login, States.Kind(account.Type)) : Ghost;

    /// <summary>Null: GitHub named no commit or no name.</summary>
    public static CheckFact? Check(long repo, CheckRunJson run, string? branch, DateTimeOffset now)
    {
        if (!Sha.IsValid(run.HeadSha) || run.Name is null)
        {
            return null;
        }

        var state = States.Check(run.Status, run.Conclusion);
        var check = new Check(
            run.Name,
            run.Id,
            run.App?.Id ?? 0,
            state,
            run.DetailsUrl ?? run.HtmlUrl,
            run.StartedAt,
            run.CompletedAt,
            Run(run.DetailsUrl)
        )
        {
            Suite = run.CheckSuite?.Id,
            Title = run.Output?.Title,
            ExternalId = string.IsNullOrEmpty(run.ExternalId) ? null : run.ExternalId,
        };
        return new CheckFact(
            repo,
            Stamps.Of(check, now),
            new Sha(run.HeadSha!),
            check,
            branch,
            (run.PullRequests ?? []).Select(pull => pull.Number).ToRow()
        );
    }

    public static CheckFact? Status(long repo, Sha sha, StatusJson status, string? branch, DateTimeOffset now)
    {
        if (status.Context is null)
        {
            return null;
        }

        var state = States.Status(status.State);
        var check = new Check(
            status.Context,
            0,
            null,
            state,
            status.TargetUrl,
            status.CreatedAt,
            state == CheckState.Running ? null : status.UpdatedAt ?? status.CreatedAt
        );
        return new CheckFact(repo, Stamps.Of(check, now), sha, check, branch, []);
    }

    /// <summary>The Actions run that an address names: <c>…/actions/runs/RUN/job/JOB</c>.</summary>
    public static long? Run(string? url) =>
        url is not null
        && ActionsRun().Match(url) is { Success: true } match
        && long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var run)
            ? run
            : null;

    /// <summary>Null: it is not on a pull request.</summary>
    public static CommentFact? Comment(long repo, CommentJson comment)
    {
        var number = (comment.IssueUrl ?? "").Split('/')[^1];
        if (
            comment.HtmlUrl?.Contains("/pull/", StringComparison.Ordinal) != true
            || !int.TryParse(number, CultureInfo.InvariantCulture, out var pull)
        )
        {
            return null;
        }

        return Comment(repo, pull, comment);
    }

    public static CommentFact Comment(long repo, int pull, CommentJson comment)
    {
        var body = comment.Body ?? "";
        var kept = CommandReader.MayHold(body) || body.Contains("<!-- sluice", StringComparison.Ordinal) ? body : "";
        return new CommentFact(
            repo,
            Stamps.Of(comment.UpdatedAt),
            pull,
            new Comment(comment.Id, Actor(comment.User), Permission.None, kept, comment.CreatedAt, comment.UpdatedAt)
        );
    }

    public static PullFact? Pull(long repo, PullJson pull)
    {
        if (!Sha.IsValid(pull.Head?.Sha))
        {
            return null;
        }

        var merged = pull.MergedAt is not null;
        var value = new PullRequest(
            pull.Number,
            pull.NodeId ?? "",
            pull.Title ?? "",
            pull.Body ?? "",
            Actor(pull.User),
            new Sha(pull.Head!.Sha!),
            pull.Head.Ref ?? "",
            pull.Head.Repo?.Id,
            pull.Base?.Ref ?? "",
            pull.Draft,
            pull.State == "open",
            merged,
            merged && Sha.IsValid(pull.MergeCommitSha) ? new Sha(pull.MergeCommitSha!) : null,
            Names(pull.Labels),
            pull.CreatedAt,
            pull.UpdatedAt
        );
        return new PullFact(repo, Stamps.Of(value), value);
    }

    public static Row<string> Names(LabelJson[]? labels) =>
        (labels ?? []).Select(label => label.Name).OfType<string>().Order(StringComparer.Ordinal).ToRow();

    public static RepositoryFact Repository(long installation, RepositoryJson repository, DateTimeOffset now) =>
        new(
            repository.Id,
            Stamps.Of(now),
            new Repository(
                repository.Id,
                repository.Owner?.Login ?? "",
                repository.Name ?? "",
                installation,
                repository.Private,
                repository.DefaultBranch ?? "main",
                !repository.Archived && !repository.Disabled
            )
        );

    [GeneratedRegex("/actions/runs/([0-9]+)")]
    private static partial Regex ActionsRun();
}
