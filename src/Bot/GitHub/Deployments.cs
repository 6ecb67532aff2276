using System.Text.Json;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Deployments that the bot asked for, and how they stand. Others' are nobody's business here.</summary>
internal sealed class Deployments(Api api)
{
    private const int MostDescription = 140;

    public Task<Answer<DeploymentFact>> Ask(Repository repo, Self self, EnvironmentMove.Deploy move, CancellationToken stop) =>
        Newest(repo, self, $"environment={Api.Part(move.Environment)}&sha={move.Sha}", stop)
            .Then(newest =>
                newest.FirstOrDefault(deployment => Ours(deployment)?.Id == move.Payload.Id) is { } there
                    ? WithStatus(repo, there, stop)
                    : Create(repo, move, stop).Map(made => Fact(repo, made, null))
            );

    public Task<Answer<FactPage>> List(Repository repo, Self self, string environment, CancellationToken stop) =>
        Newest(repo, self, $"environment={Api.Part(environment)}", stop)
            .Then(async newest =>
            {
                var facts = new List<Fact>();
                foreach (var deployment in newest.Take(20))
                {
                    var answer = await WithStatus(repo, deployment, stop);
                    if (answer is not Answer<DeploymentFact>.Made(var fact))
                    {
                        return answer.Map(_ => new FactPage([], null));
                    }

                    facts.Add(fact);
                }

                return (Answer<FactPage>)new Answer<FactPage>.Made(new FactPage(facts, null));
            });

    public Task<Answer<DeploymentFact>> SetStatus(
        Repository repo,
        Deployment deployment,
        DeploymentState state,
        string description,
        CancellationToken stop
    ) =>
        Latest(repo, deployment.Id, stop)
            .Then(latest =>
            {
                var said = Cut(description);
                // It may have ended while the bot was about to say something else of it: the first end counts.
                return
                    latest is { } now
                    && (
                        (States.Deployment(now.State) == state && now.Description == said)
                        || (state != DeploymentState.Inactive && !Stages.IsUnfinished(States.Deployment(now.State)))
                    )
                    ? Task.FromResult<Answer<DeploymentStatusJson>>(new Answer<DeploymentStatusJson>.Made(now))
                    : Write(
                        repo,
                        deployment.Id,
                        new DeploymentStatusWriteJson(
                            States.Words(state),
                            said,
                            false,
                            Given(latest?.LogUrl),
                            Given(latest?.EnvironmentUrl)
                        ),
                        stop
                    );
            })
            .Map(status =>
            {
                var updated = Later(deployment.Updated, status.CreatedAt);
                var value = deployment with
                {
                    State = States.Deployment(status.State),
                    Description = status.Description ?? "",
                    Updated = updated,
                };
                return new DeploymentFact(repo.Id, Stamp(value), value);
            });

    /// <summary>What the payload says in our name; null: it is not ours, or not readable.</summary>
    internal static DeploymentPayload? Ours(DeploymentJson deployment)
    {
        try
        {
            var payload = deployment.Payload switch
            {
                { ValueKind: JsonValueKind.Object } value => value.Deserialize(GitHubJson.Default.PayloadJson),
                { ValueKind: JsonValueKind.String } text => JsonSerializer.Deserialize(text.GetString()!, GitHubJson.Default.PayloadJson),
                _ => null,
            };
            return payload?.Sluice is { Id: { } id, Stage: { } stage } ours
                ? new DeploymentPayload(
                    id,
                    stage,
                    ours.Weight,
                    (ours.Pulls ?? []).ToRow(),
                    Sha.IsValid(ours.PreviousSha) ? new Sha(ours.PreviousSha!) : null
                )
                {
                    Fence = ours.Fence,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Newest first. By the bot only: a payload of that form can be written by anybody who may deploy.</summary>
    /// <param name="which">As a query.</param>
    private Task<Answer<Row<DeploymentJson>>> Newest(Repository repo, Self self, string which, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"deployments?{which}&per_page=100"), GitHubJson.Default.DeploymentJsonArray, stop)
            .Map(all =>
                all.Where(deployment =>
                        deployment.Creator?.Id == self.Bot.Id && Sha.IsValid(deployment.Sha) && Ours(deployment) is not null
                    )
                    .ToRow()
            );

    private Task<Answer<DeploymentFact>> WithStatus(Repository repo, DeploymentJson deployment, CancellationToken stop) =>
        Latest(repo, deployment.Id, stop).Map(status => Fact(repo, deployment, status));

    /// <summary>Null: nobody has said anything of it.</summary>
    private Task<Answer<DeploymentStatusJson?>> Latest(Repository repo, long id, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"deployments/{id}/statuses?per_page=1"), GitHubJson.Default.DeploymentStatusJsonArray, stop)
            .Map(all => all.FirstOrDefault());

    /// <summary>Neither may GitHub merge the base into what is deployed, nor wait for checks that the queue has seen.</summary>
    private Task<Answer<DeploymentJson>> Create(Repository repo, EnvironmentMove.Deploy move, CancellationToken stop)
    {
        var (payload, isCanary) = (move.Payload, move.Payload.Stage == "canary");
        var body = new DeploymentWriteJson(
            move.Sha.Hex,
            "deploy",
            false,
            [],
            new PayloadJson(
                new StageJson(payload.Id, payload.Stage, payload.Weight, [.. payload.Pulls], payload.PreviousSha?.Hex, payload.Fence)
            ),
            move.Environment,
            Cut(move.Description),
            false,
            !isCanary
        );
        return api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"deployments"),
                body,
                GitHubJson.Default.DeploymentWriteJson,
                GitHubJson.Default.DeploymentJson,
                stop
            )
            .Then(made =>
                Task.FromResult<Answer<DeploymentJson>>(
                    made.Id != 0 && Sha.IsValid(made.Sha)
                        ? new Answer<DeploymentJson>.Made(made)
                        : new Answer<DeploymentJson>.Refused("GitHub made no deployment", 202)
                )
            );
    }

    private static string? Given(string? url) => string.IsNullOrEmpty(url) ? null : url;

    private Task<Answer<DeploymentStatusJson>> Write(Repository repo, long id, DeploymentStatusWriteJson status, CancellationToken stop) =>
        api.Send(
            repo.Caller(),
            HttpMethod.Post,
            repo.Path($"deployments/{id}/statuses"),
            status,
            GitHubJson.Default.DeploymentStatusWriteJson,
            GitHubJson.Default.DeploymentStatusJson,
            stop
        );

    /// <summary>Timed by its newest status, as webhooks are.</summary>
    private static DeploymentFact Fact(Repository repo, DeploymentJson deployment, DeploymentStatusJson? status)
    {
        var value = new Deployment(
            deployment.Id,
            new Sha(deployment.Sha!),
            deployment.Environment ?? "",
            Ours(deployment),
            States.Deployment(status?.State),
            status?.Description ?? deployment.Description ?? "",
            deployment.CreatedAt,
            status?.CreatedAt ?? deployment.CreatedAt
        )
        {
            Creator = deployment.Creator?.Id,
        };
        return new DeploymentFact(repo.Id, Stamp(value), value);
    }

    private static long Stamp(Deployment deployment) =>
        Stamps.Of(
            deployment.Updated,
            deployment.State switch
            {
                DeploymentState.Pending => 0,
                DeploymentState.Queued => 1,
                DeploymentState.InProgress => 2,
                DeploymentState.Inactive => 4,
                _ => 3,
            }
        );

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Cut(string text) => Clipped.To(text, MostDescription);
}
