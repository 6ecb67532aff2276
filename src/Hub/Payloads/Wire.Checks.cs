using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject CheckRun(Repository repository, CheckRun run)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/check-runs/{run.Id}");
        var page = string.Create(CultureInfo.InvariantCulture, $"{Page(repository)}/runs/{run.Id}");
        return new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Name,
            ["node_id"] = NodeIds.Of("CR", run.Id),
            ["head_sha"] = run.Sha,
            ["external_id"] = run.ExternalId ?? "",
            ["url"] = url,
            ["html_url"] = page,
            ["details_url"] = run.DetailsUrl ?? JobPage(repository, run) ?? page,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["started_at"] = Time(run.StartedAt),
            ["completed_at"] = Time(run.CompletedAt),
            ["output"] = new JsonObject
            {
                ["title"] = run.Title,
                ["summary"] = run.Summary,
                ["text"] = run.Text,
                ["annotations_count"] = run.Annotations.Count,
                ["annotations_url"] = $"{url}/annotations",
            },
            ["check_suite"] = new JsonObject { ["id"] = run.SuiteId },
            ["app"] = App(run.App),
            ["pull_requests"] = PullsAt(repository, run.Sha),
        };
    }

    /// <summary>Where GitHub shows the job of a workflow behind a check run; null: there is none.</summary>
    private string? JobPage(Repository repository, CheckRun run) =>
        repository.WorkflowRuns.Values.FirstOrDefault(known => known.Suite.Id == run.SuiteId) is { } workflow
            ? string.Create(CultureInfo.InvariantCulture, $"{Page(repository)}/actions/runs/{workflow.Id}/job/{run.Id}")
            : null;

    public JsonObject Annotation(Repository repository, CheckRun run, CheckAnnotation annotation) =>
        new()
        {
            ["path"] = annotation.Path,
            ["blob_href"] = $"{Of(repository)}/contents/{annotation.Path}?ref={run.Sha}",
            ["start_line"] = annotation.StartLine,
            ["start_column"] = annotation.StartColumn,
            ["end_line"] = annotation.EndLine,
            ["end_column"] = annotation.EndColumn,
            ["annotation_level"] = annotation.Level,
            ["title"] = annotation.Title,
            ["message"] = annotation.Message,
            ["raw_details"] = annotation.RawDetails,
        };

    public JsonObject CheckSuite(CheckSuite suite)
    {
        var shape = ShortSuite(suite);
        shape["repository"] = Repository(suite.Repository);
        return shape;
    }

    /// <summary>A suite as webhooks give it: the repository stands beside it.</summary>
    public JsonObject ShortSuite(CheckSuite suite)
    {
        var repository = suite.Repository;
        var url = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/check-suites/{suite.Id}");
        return new JsonObject
        {
            ["id"] = suite.Id,
            ["node_id"] = NodeIds.Of("CS", suite.Id),
            ["head_branch"] = suite.HeadBranch,
            ["head_sha"] = suite.Sha,
            ["status"] = suite.Status,
            ["conclusion"] = suite.Conclusion,
            ["url"] = url,
            ["before"] = suite.Before,
            ["after"] = suite.Sha,
            ["pull_requests"] = PullsAt(repository, suite.Sha),
            ["app"] = App(suite.App),
            ["created_at"] = Time(suite.CreatedAt),
            ["updated_at"] = Time(suite.UpdatedAt),
            ["rerequestable"] = true,
            ["runs_rerequestable"] = true,
            ["latest_check_runs_count"] = suite.LatestRuns.Count(),
            ["check_runs_url"] = $"{url}/check-runs",
            ["head_commit"] = SimpleCommit(repository, suite.Sha),
        };
    }

    public JsonObject Status(Repository repository, CommitStatus status)
    {
        var shape = SimpleStatus(repository, status);
        shape["creator"] = Account(status.Creator);
        return shape;
    }

    public JsonObject SimpleStatus(Repository repository, CommitStatus status) =>
        new()
        {
            ["url"] = $"{Of(repository)}/statuses/{status.Sha}",
            ["avatar_url"] = $"{Web}/avatars/{status.Creator.Id}",
            ["id"] = status.Id,
            ["node_id"] = NodeIds.Of("SC", status.Id),
            ["state"] = status.State,
            ["description"] = status.Description,
            ["target_url"] = status.TargetUrl,
            ["context"] = status.Context,
            ["created_at"] = Time(status.At),
            ["updated_at"] = Time(status.At),
        };

    /// <summary>The open pulls of this repository whose head is that commit; forks' pulls are left out, as GitHub does.</summary>
    public JsonArray PullsAt(Repository repository, string sha) =>
        Array(
            repository.OpenPulls.Values.Where(p => !p.IsFork && p.HeadSha == sha),
            p => new JsonObject
            {
                ["id"] = p.Id,
                ["number"] = p.Number,
                ["url"] = $"{Of(repository)}/pulls/{p.Number}",
                ["head"] = PullSide(repository, p.HeadBranch, p.HeadSha),
                ["base"] = PullSide(repository, p.BaseBranch, p.BaseSha),
            }
        );

    public static JsonObject? SimpleCommit(Repository repository, string sha) =>
        repository.Git.Commit(sha) is not { } commit
            ? null
            : new JsonObject
            {
                ["id"] = commit.Sha,
                ["tree_id"] = commit.Tree,
                ["message"] = commit.Message,
                ["timestamp"] = Time(commit.Committer.When),
                ["author"] = new JsonObject { ["name"] = commit.Author.Name, ["email"] = commit.Author.Email },
                ["committer"] = new JsonObject { ["name"] = commit.Committer.Name, ["email"] = commit.Committer.Email },
            };

    /// <summary>A commit as pushes list it.</summary>
    public JsonObject PushedCommit(Repository repository, Commit commit)
    {
        var before = commit.Parents is [var parent, ..] ? repository.Git.Commit(parent)?.Tree : null;
        var changes = TreeDiff.Between(repository.Git, before, commit.Tree).ToArray();
        var shape = SimpleCommit(repository, commit.Sha)!;
        shape["distinct"] = true;
        shape["url"] = $"{Page(repository)}/commit/{commit.Sha}";
        shape["added"] = Array(changes.Where(c => c.Before is null), c => c.Path);
        shape["removed"] = Array(changes.Where(c => c.After is null), c => c.Path);
        shape["modified"] = Array(changes.Where(c => c is { Before: not null, After: not null }), c => c.Path);
        return shape;
    }

    private JsonObject PullSide(Repository repository, string branch, string sha) =>
        new()
        {
            ["ref"] = branch,
            ["sha"] = sha,
            ["repo"] = new JsonObject
            {
                ["id"] = repository.Id,
                ["url"] = Of(repository),
                ["name"] = repository.Name,
            },
        };
}
