using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// What a branch demands: rulesets, which every App may read, and classic protection, of which an App without the right sees only the
/// checks.
/// </summary>
internal sealed class Rules(Api api)
{
    /// <summary>
    /// Not allowed, or not in this plan: there are none to see. Of what is not found nothing is known: a repository that moved, or that the
    /// App was taken off, would seem to demand nothing, and would until that is asked again.
    /// </summary>
    private const int Unseen = 403;

    private static readonly ProtectionJson Unprotected = new(null, null, null);

    /// <summary>What is demanded of a branch that stays, unlike what is demanded of every commit.</summary>
    private static readonly string?[] Guarding =
    [
        "update",
        "deletion",
        "non_fast_forward",
        "pull_request",
        "required_status_checks",
        "merge_queue",
        "required_linear_history",
        "required_deployments",
    ];

    public Task<Answer<RulesFact>> Of(Repository repo, string branch, CancellationToken stop) =>
        api.All(
                repo.Caller(),
                repo.Path($"rules/branches/{Api.Part(branch)}?per_page=100"),
                GitHubJson.Default.RuleJsonArray,
                page => page,
                stop
            )
            .Or([], Unseen)
            .Then(rules =>
                Protection(repo, branch, stop).Map(classic => new RulesFact(repo.Id, Stamps.Of(api.Now), branch, Together(rules, classic)))
            );

    public Task<Answer<HabitsFact>> Habits(Repository repo, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"").TrimEnd('/'), GitHubJson.Default.RepositoryJson, stop)
            .Or(new RepositoryJson(repo.Id, repo.Name, null, repo.Private, repo.DefaultBranch, false, false), Unseen, 404)
            .Map(found => new HabitsFact(repo.Id, Stamps.Of(api.Now), found.DeleteBranchOnMerge) { Style = Style(found) });

    private static CommitStyle? Style(RepositoryJson found) =>
        found
            is {
                SquashMergeCommitTitle: { } squash,
                SquashMergeCommitMessage: { } body,
                MergeCommitTitle: { } merge,
                MergeCommitMessage: { } message
            }
            ? new CommitStyle(squash, body, merge, message)
            : null;

    internal static BranchRules Together(Row<RuleJson> rules, ProtectionJson classic)
    {
        var reviews = rules
            .Where(rule => rule.Type == "pull_request")
            .Select(rule => rule.Parameters)
            .OfType<RuleParametersJson>()
            .ToArray();
        var fromRules = rules
            .Where(rule => rule.Type == "required_status_checks")
            .SelectMany(rule => rule.Parameters?.RequiredStatusChecks ?? []);
        var protection = classic.RequiredPullRequestReviews;
        // Whoever asks that the last push is approved by another asks for one approval at least.
        var isLastPush = reviews.Any(review => review.RequireLastPushApproval == true) || protection?.RequireLastPushApproval == true;
        return new BranchRules(
            Names([.. fromRules, .. Classic(classic.RequiredStatusChecks)]),
            new[]
            {
                reviews.Max(review => review.RequiredApprovingReviewCount) ?? 0,
                protection?.RequiredApprovingReviewCount ?? 0,
                isLastPush ? 1 : 0,
            }.Max(),
            reviews.Any(review => review.RequireCodeOwnerReview == true) || protection?.RequireCodeOwnerReviews == true,
            rules.Any(rule => rule.Type == "required_signatures") || classic.RequiredSignatures?.Enabled == true,
            rules.Any(rule => rule.Type == "merge_queue")
        )
        {
            Guarded = classic.Enabled || rules.Any(rule => Guarding.Contains(rule.Type)),
            DismissStale = reviews.Any(review => review.DismissStaleReviewsOnPush == true) || protection?.DismissStaleReviews == true,
            TeamsOver = reviews.SelectMany(Teams).Distinct().Order(StringComparer.Ordinal).ToRow(),
        };
    }

    /// <summary>A team of which no approval is asked is only told; one without patterns is asked about everything.</summary>
    private static IEnumerable<string> Teams(RuleParametersJson review) =>
        from team in review.RequiredReviewers ?? []
        where team.MinimumApprovals is not 0
        from pattern in team.FilePatterns is { Length: > 0 } patterns ? patterns : ["**"]
        select pattern;

    private async Task<Answer<ProtectionJson>> Protection(Repository repo, string branch, CancellationToken stop) =>
        await api.Get(repo.Caller(), repo.Path($"branches/{Api.Part(branch)}/protection"), GitHubJson.Default.ProtectionJson, stop) switch
        {
            Answer<ProtectionJson>.Refused { Status: 403 or 404 } => await Seen(repo, branch, stop),
            var answer => answer.Map(found => found with { Enabled = true }),
        };

    /// <summary>
    /// A branch that is gone is protected by nobody; in a repository that is not shown GitHub says only that nothing is found.
    /// </summary>
    private async Task<Answer<ProtectionJson>> Seen(Repository repo, string branch, CancellationToken stop) =>
        await api.Get(repo.Caller(), repo.Path($"branches/{Api.Part(branch)}"), GitHubJson.Default.BranchJson, stop) switch
        {
            Answer<BranchJson>.Refused { Status: 404 } gone when gone.Why.Contains("Branch not found", StringComparison.Ordinal) =>
                new Answer<ProtectionJson>.Made(Unprotected),
            var answer => answer.Map(found => (found.Protection ?? Unprotected) with { Enabled = found.Protected }),
        };

    /// <summary>
    /// The newer form names the App as well; where there is none, the older has the names. Protection that is switched off says so.
    /// </summary>
    private static IEnumerable<RequiredContextJson> Classic(ProtectedChecksJson? checks) =>
        checks switch
        {
            null or { EnforcementLevel: "off" } => [],
            { Checks: { Length: > 0 } named } => named,
            _ => (checks.Contexts ?? []).Select(context => new RequiredContextJson(context, null, null)),
        };

    /// <summary>Any App may report a check whose rule names -1 or none.</summary>
    private static Row<RequiredCheck> Names(IEnumerable<RequiredContextJson> checks) =>
        checks
            .Where(check => check.Context is not null)
            .Select(check => new RequiredCheck(check.Context!, (check.IntegrationId ?? check.AppId) is > 0 and var app ? app : null))
            .Distinct()
            .OrderBy(check => check.Name, StringComparer.Ordinal)
            .ThenBy(check => check.App)
            .ToRow();
}
