using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// Facts out of one pull request as GraphQL tells it: the pull, its reviews, who labelled it, and the checks on its head.
/// </summary>
internal static class GraphFacts
{
    private const string BotMark = "[bot]";

    public static IEnumerable<Fact> Of(long repo, GraphPull pull, DateTimeOffset now)
    {
        if (!Sha.IsValid(pull.HeadRefOid))
        {
            return [];
        }

        return [Pull(repo, pull), .. Reviews(repo, pull), .. Labels(repo, pull), .. Signatures(repo, pull), .. Checks(repo, pull, now)];
    }

    /// <summary>The head, where it has more checks than came along.</summary>
    public static Sha? Crowded(GraphPull pull) =>
        Commits(pull).Any(commit => commit.StatusCheckRollup?.Contexts?.PageInfo?.HasNextPage == true) && Sha.IsValid(pull.HeadRefOid)
            ? new Sha(pull.HeadRefOid!)
            : null;

    /// <summary>Null: GitHub named no check.</summary>
    public static CheckFact? Check(long repo, Sha head, GraphContext run, DateTimeOffset now) =>
        Check(run) is { } check ? new CheckFact(repo, Stamps.Of(check, now), head, check, null, []) : null;

    private static PullFact Pull(long repo, GraphPull pull)
    {
        var value = new PullRequest(
            pull.Number,
            pull.Id ?? "",
            pull.Title ?? "",
            pull.Body ?? "",
            Actor(pull.Author),
            new Sha(pull.HeadRefOid!),
            pull.HeadRefName ?? "",
            pull.HeadRepository?.DatabaseId,
            pull.BaseRefName ?? "",
            pull.IsDraft,
            pull.State == "OPEN",
            pull.Merged,
            pull.Merged && Sha.IsValid(pull.MergeCommit?.Oid) ? new Sha(pull.MergeCommit!.Oid!) : null,
            (pull.Labels?.All ?? []).Select(label => label.Name).OfType<string>().Order(StringComparer.Ordinal).ToRow(),
            pull.CreatedAt,
            pull.UpdatedAt
        );
        return new PullFact(repo, Stamps.Of(value), value);
    }

    /// <summary>With the last word of each: who talks much would else hide what others asked for.</summary>
    private static IEnumerable<ReviewFact> Reviews(long repo, GraphPull pull)
    {
        foreach (var review in (pull.Reviews?.All ?? []).UnionBy(pull.LatestOpinionatedReviews?.All ?? [], review => review.DatabaseId))
        {
            if (States.Review(review.State) is { } state && review is { DatabaseId: { } id, SubmittedAt: { } at })
            {
                var commit = Sha.IsValid(review.Commit?.Oid) ? new Sha(review.Commit!.Oid!) : (Sha?)null;
                var value = new Review(id, Actor(review.Author), Permission.None, state, commit, at);
                yield return new ReviewFact(repo, Stamps.Of(at, state == ReviewState.Dismissed ? 1 : 0), pull.Number, value);
            }
        }
    }

    /// <summary>GitHub tells them in their order and their times to the second: within one, what came later has a higher rank.</summary>
    private static IEnumerable<LabelFact> Labels(long repo, GraphPull pull) =>
        (pull.TimelineItems?.All ?? [])
            .Where(item => item is { TypeName: "LabeledEvent" or "UnlabeledEvent", Label.Name: not null, CreatedAt: not null })
            .GroupBy(item => (item.Label!.Name!, item.CreatedAt!.Value))
            .SelectMany(same => same.Select((item, rank) => Label(repo, pull.Number, item, same.Key, rank)));

    private static LabelFact Label(long repo, int number, GraphLabelEvent item, (string Name, DateTimeOffset At) key, int rank) =>
        new(repo, Stamps.Of(key.At, rank), number, new LabelEvent(key.Name, item.TypeName == "LabeledEvent", Actor(item.Actor), key.At));

    private static IEnumerable<SignatureFact> Signatures(long repo, GraphPull pull)
    {
        foreach (var commit in Commits(pull))
        {
            if (
                Sha.IsValid(commit.Oid)
                && commit.Signature is { IsValid: true, WasSignedByGitHub: var byGitHub, Signer: { DatabaseId: { } id, Login: { } login } }
            )
            {
                yield return new SignatureFact(
                    repo,
                    Stamps.Of(pull.CreatedAt),
                    new Sha(commit.Oid!),
                    new Signed(new Actor(id, login), byGitHub),
                    pull.Number
                );
            }
        }
    }

    private static IEnumerable<CheckFact> Checks(long repo, GraphPull pull, DateTimeOffset now) =>
        from commit in Commits(pull)
        where Sha.IsValid(commit.Oid)
        from context in commit.StatusCheckRollup?.Contexts?.All ?? []
        let check = Check(context)
        where check is not null
        select new CheckFact(repo, Stamps.Of(check, now), new Sha(commit.Oid!), check, null, Row.Of([pull.Number]));

    private static Check? Check(GraphContext context)
    {
        switch (context.TypeName)
        {
            case "CheckRun" when context.Name is { } name:
                return new Check(
                    name,
                    context.DatabaseId ?? 0,
                    context.CheckSuite?.App?.DatabaseId ?? 0,
                    States.Check(context.Status, context.Conclusion),
                    context.DetailsUrl,
                    context.StartedAt,
                    context.CompletedAt,
                    RestFacts.Run(context.DetailsUrl)
                )
                {
                    Suite = context.CheckSuite?.DatabaseId,
                    Title = context.Title,
                    ExternalId = string.IsNullOrEmpty(context.ExternalId) ? null : context.ExternalId,
                };
            case "StatusContext" when context.Context is { } name:
                var state = States.Status(context.State);
                return new Check(
                    name,
                    0,
                    null,
                    state,
                    context.TargetUrl,
                    context.CreatedAt,
                    state == CheckState.Running ? null : context.CreatedAt
                );
            default:
                return null;
        }
    }

    private static IEnumerable<GraphCommit> Commits(GraphPull pull) =>
        (pull.Commits?.All ?? []).Select(commit => commit.Commit).OfType<GraphCommit>();

    /// <summary>
    /// The one App's user whose login REST and webhooks tell without the mark: told otherwise here, it would be two on every page.
    /// </summary>
    private static readonly (long Id, string Login) Copilot = (198_982_749, "Copilot");

    /// <summary>GraphQL leaves the mark off the login of an App's user, REST and webhooks do not.</summary>
    private static Actor Actor(GraphActor? actor)
    {
        if (actor is not { Login: { } login })
        {
            return RestFacts.Ghost;
        }

        var kind = States.Kind(actor.TypeName);
        if (actor.DatabaseId == Copilot.Id)
        {
            return new Actor(Copilot.Id, Copilot.Login, kind);
        }

        return new Actor(
            actor.DatabaseId ?? 0,
            kind == ActorKind.Bot && !login.EndsWith(BotMark, StringComparison.Ordinal) ? login + BotMark : login,
            kind
        );
    }
}
