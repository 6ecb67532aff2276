using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

internal sealed record CommitOf(Repository Repository, Commit Commit);

internal sealed record RunOf(Repository Repository, CheckRun Run);

internal sealed record SigningOf(Signing Signing);

internal sealed record StatusOf(Repository Repository, CommitStatus Status);

/// <summary>All that was said about a commit, and the sum of it.</summary>
internal sealed record Rollup(Repository Repository, string Sha)
{
    private static readonly string[] Worst = ["ERROR", "FAILURE", "PENDING"];

    public IEnumerable<object> Contexts =>
        Repository
            .Marks.LatestRuns(Sha)
            .Select(r => (object)new RunOf(Repository, r))
            .Concat(Repository.Marks.LatestStatuses(Sha).Select(s => (object)new StatusOf(Repository, s)));

    public string State
    {
        get
        {
            var states = Repository
                .Marks.LatestStatuses(Sha)
                .Select(s => s.State.ToUpperInvariant())
                .Concat(
                    Repository
                        .Marks.LatestRuns(Sha)
                        .Select(r =>
                            r.Conclusion switch
                            {
                                null => "PENDING",
                                "success" or "neutral" or "skipped" => "SUCCESS",
                                _ => "FAILURE",
                            }
                        )
                )
                .ToArray();
            return Worst.FirstOrDefault(states.Contains) ?? "SUCCESS";
        }
    }
}

/// <summary>Commits, their rollup, check runs, suites and status contexts.</summary>
internal static class CheckTypes
{
    public static void Add(Schema schema)
    {
        schema
            .Object<SignatureOf>("GitActor")
            .Scalar("name", (s, _) => s.Of.Name)
            .Scalar("email", (s, _) => s.Of.Email)
            .Scalar("date", (s, _) => s.Of.When)
            .One("user", "User", (s, call) => call.World.People.WithEmail(s.Of.Email) is { Type: AccountType.User } user ? user : null);
        schema
            .Object<SigningOf>("GpgSignature")
            .Scalar("isValid", (_, _) => true)
            .Scalar("state", (_, _) => "VALID")
            .Scalar("email", (s, _) => s.Signing.Signer.Email)
            .Scalar("wasSignedByGitHub", (s, _) => s.Signing.ByGitHub)
            .One("signer", "User", (s, _) => s.Signing.Signer);
        schema.Abstract("GitSignature", ["GpgSignature"], "isValid", "state", "email", "wasSignedByGitHub", "signer");
        Runs(schema);
        schema.Abstract("StatusCheckRollupContext", ["CheckRun", "StatusContext"]);
        schema
            .Object<Rollup>("StatusCheckRollup")
            .Scalar("id", (r, _) => $"SCR_{r.Sha}")
            .Scalar("state", (r, _) => r.State)
            .Many("contexts", "StatusCheckRollupContext", (r, _) => r.Contexts);
        schema
            .Object<CommitOf>("Commit")
            .Scalar("id", (c, _) => $"C_{c.Commit.Sha}")
            .Scalar("oid", (c, _) => c.Commit.Sha)
            .Scalar("abbreviatedOid", (c, _) => c.Commit.Sha[..7])
            .Scalar("message", (c, _) => c.Commit.Message)
            .Scalar("messageHeadline", (c, _) => c.Commit.Message.Split('\n')[0])
            .Scalar("messageBody", (c, _) => c.Commit.Message.Split('\n', 2) is [_, var rest] ? rest.Trim('\n') : "")
            .Scalar("committedDate", (c, _) => c.Commit.Committer.When)
            .Scalar("authoredDate", (c, _) => c.Commit.Author.When)
            .Scalar("url", (c, call) => $"{call.Wire.Page(c.Repository)}/commit/{c.Commit.Sha}")
            .One("author", "GitActor", (c, _) => new SignatureOf(c.Commit.Author))
            .One("committer", "GitActor", (c, _) => new SignatureOf(c.Commit.Committer))
            .One(
                "signature",
                "GitSignature",
                (c, _) => c.Repository.Marks.Signed.TryGetValue(c.Commit.Sha, out var signing) ? new SigningOf(signing) : null
            )
            .One("tree", "Tree", (c, _) => new TreeOf(c.Commit.Tree))
            .Many("authors", "GitActor", (c, _) => [new SignatureOf(c.Commit.Author)])
            .Many(
                "parents",
                "Commit",
                (c, _) =>
                    c.Commit.Parents.Select(p => c.Repository.Git.Commit(p)).OfType<Commit>().Select(p => new CommitOf(c.Repository, p))
            )
            .Many("checkSuites", "CheckSuite", Suites, "filterBy")
            .One("statusCheckRollup", "StatusCheckRollup", (c, call) => RollupOf(call, c.Repository, c.Commit.Sha));
        schema.Object<TreeOf>("Tree").Scalar("oid", (t, _) => t.Sha);
    }

    public static Rollup? RollupOf(FieldCall call, Repository repository, string sha)
    {
        foreach (var permission in new[] { "checks", "statuses" })
        {
            if (call.Caller.Refuses(repository, permission, Access.Read) is { } refusal)
                throw FieldFault.From(refusal);
        }

        var rollup = new Rollup(repository, sha);
        return rollup.Contexts.Any() ? rollup : null;
    }

    private static void Runs(Schema schema)
    {
        schema
            .Object<RunOf>("CheckRun")
            .Scalar("id", (r, _) => NodeIds.Of("CR", r.Run.Id))
            .Scalar("databaseId", (r, _) => r.Run.Id)
            .Scalar("name", (r, _) => r.Run.Name)
            .Scalar("status", (r, _) => r.Run.Status.ToUpperInvariant())
            .Scalar("conclusion", (r, _) => r.Run.Conclusion?.ToUpperInvariant())
            .Scalar("startedAt", (r, _) => r.Run.StartedAt)
            .Scalar("completedAt", (r, _) => r.Run.CompletedAt)
            .Scalar("detailsUrl", (r, call) => (string?)call.Wire.CheckRun(r.Repository, r.Run)["details_url"])
            .Scalar("permalink", (r, call) => (string?)call.Wire.CheckRun(r.Repository, r.Run)["html_url"])
            .Scalar("url", (r, call) => (string?)call.Wire.CheckRun(r.Repository, r.Run)["html_url"])
            .Scalar("externalId", (r, _) => r.Run.ExternalId)
            .Scalar("title", (r, _) => r.Run.Title)
            .Scalar("summary", (r, _) => r.Run.Summary)
            .Scalar("text", (r, _) => r.Run.Text)
            .Scalar("isRequired", (r, call) => IsRequired(r.Repository, r.Run.Sha, r.Run.Name, call), "pullRequestId", "pullRequestNumber")
            .One("checkSuite", "CheckSuite", (r, _) => r.Repository.Marks.Suites.GetValueOrDefault(r.Run.SuiteId));
        schema
            .Object<CheckSuite>("CheckSuite")
            .Scalar("id", (s, _) => NodeIds.Of("CS", s.Id))
            .Scalar("databaseId", (s, _) => s.Id)
            .Scalar("status", (s, _) => s.Status.ToUpperInvariant())
            .Scalar("conclusion", (s, _) => s.Conclusion?.ToUpperInvariant())
            .Scalar("createdAt", (s, _) => s.CreatedAt)
            .Scalar("updatedAt", (s, _) => s.UpdatedAt)
            .Many("checkRuns", "CheckRun", RunsOf, "filterBy")
            .One("app", "App", (s, _) => s.App);
        schema
            .Object<StatusOf>("StatusContext")
            .Scalar("id", (s, _) => NodeIds.Of("SC", s.Status.Id))
            .Scalar("context", (s, _) => s.Status.Context)
            .Scalar("state", (s, _) => s.Status.State.ToUpperInvariant())
            .Scalar("description", (s, _) => s.Status.Description)
            .Scalar("targetUrl", (s, _) => s.Status.TargetUrl)
            .Scalar("createdAt", (s, _) => s.Status.At)
            .Scalar(
                "isRequired",
                (s, call) => IsRequired(s.Repository, s.Status.Sha, s.Status.Context, call),
                "pullRequestId",
                "pullRequestNumber"
            )
            .One("creator", "Actor", (s, _) => s.Status.Creator);
    }

    private static IEnumerable<object> Suites(CommitOf commit, FieldCall call)
    {
        if (call.Caller.Refuses(commit.Repository, "checks", Access.Read) is { } refusal)
            throw FieldFault.From(refusal);
        var (app, name) = (call.Under("filterBy").Number("appId"), call.Under("filterBy").Text("checkName"));
        return commit
            .Repository.Marks.SuitesOn(commit.Commit.Sha)
            .Where(s => (app is null || s.App.Id == app) && (name is null || s.Runs.Any(r => r.Name == name)));
    }

    // The latest of each name, unless all are asked for.
    private static IEnumerable<object> RunsOf(CheckSuite suite, FieldCall call)
    {
        var filter = call.Under("filterBy");
        var (name, app) = (filter.Text("checkName"), filter.Number("appId"));
        return (filter.Text("checkType") == "ALL" ? suite.Runs : suite.LatestRuns)
            .Where(r => (name is null || r.Name == name) && (app is null || r.App.Id == app))
            .Select(r => new RunOf(suite.Repository, r));
    }

    private static bool IsRequired(Repository repository, string sha, string name, FieldCall call)
    {
        var pull = repository.Pulls.Values.FirstOrDefault(p =>
            call.Number("pullRequestNumber") is { } number ? p.Number == number
            : call.Text("pullRequestId") is { } id ? NodeIds.Of("PR", p.Id) == id
            : p.HeadSha == sha
        );
        return pull is not null && BranchRules.RequiredChecks(repository, pull.BaseBranch).Any(c => c.Context == name);
    }
}

internal sealed record SignatureOf(Signature Of);

internal sealed record TreeOf(string Sha);
