using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Api;
using Sluice.Bot.Store;
using Sluice.Bot.Webhooks;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Visiting;

/// <summary>Lets in who may hand something in for a repository.</summary>
internal sealed class Uploads(PostgresStore store, Visitors visitors, AccessPolicy policy, BodyRoom room)
{
    /// <summary>Takes the JSON object that is handed in by who may; answers others why not.</summary>
    /// <param name="scope">One of <see cref="ApiScopes"/>.</param>
    public async Task<IResult> Take(HttpContext http, string owner, string name, string scope, Func<Upload, Task<IResult>> take)
    {
        var admitted = await Admit(http, owner, name, scope);
        if (admitted.Repository is not { } into)
        {
            return admitted.Refusal!;
        }

        var (json, refusal) = await UploadBody.Read(http, room);
        using (json)
        {
            return json is null ? refusal! : await take(new Upload(into, json.RootElement, admitted.Run));
        }
    }

    /// <param name="scope">One of <see cref="ApiScopes"/>.</param>
    public async Task<Admitted> Admit(HttpContext http, string owner, string name, string scope)
    {
        var (stop, fullName) = (http.RequestAborted, $"{owner}/{name}");
        var visitor = await visitors.Of(http);
        var repo = (await store.Alive<RepositoryFact>(null, stop))
            .Select(fact => fact.Repository)
            .FirstOrDefault(each => each.FullName.Equals(fullName, StringComparison.OrdinalIgnoreCase));
        if (repo is not null && AccessPolicy.MayUpload(visitor, repo, scope))
        {
            return new(repo, null) { Run = (visitor as Visitor.Workflow)?.Claims };
        }

        if (repo is null)
        {
            await policy.Wonder(visitor, fullName, stop);
        }

        if (repo is null || !await policy.MayRead(visitor, repo, stop))
        {
            return new(null, Problem.NotFound());
        }

        return new(
            null,
            visitor is Visitor.Nobody
                ? Problem.Of(
                    StatusCodes.Status401Unauthorized,
                    $"Send a token: of this repository's GitHub Actions (id-token: write, with this address as its audience), or one that the operator made for {scope}."
                )
                : Problem.Of(StatusCodes.Status403Forbidden, $"This token is not for {scope} of {repo.FullName}.")
        );
    }
}

/// <param name="Repository">Null: not let in; <paramref name="Refusal"/> is the answer then.</param>
internal sealed record Admitted(Repository? Repository, IResult? Refusal)
{
    /// <summary>The run of a workflow that asks; null: an operator's token does.</summary>
    public WorkflowClaims? Run { get; init; }
}

/// <param name="Run">The run of a workflow that hands it in; null: an operator's token does.</param>
internal sealed record Upload(Repository Into, JsonElement Body, WorkflowClaims? Run);
