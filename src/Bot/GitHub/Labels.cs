using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Puts labels on and takes them off: by GraphQL, many in one request; by REST where a label has yet to be made, which REST does by itself.</summary>
internal sealed class Labels(Api api, GraphBatches batches, Nodes nodes)
{
    private const string One = "repository(owner: $owner, name: $name) { label(name: $label) { id } }";

    public async Task<Answer<Nothing>> Set(Repository repo, PullRequest pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        if (pull.NodeId.Length == 0)
        {
            return await ByRest(repo, pull.Number, add, remove, stop);
        }

        var known = await Task.WhenAll(add.Concat(remove).Distinct().Select(async label => (Name: label, Node: await Find(repo, label, stop))));
        if (known.Select(label => label.Node).FirstOrDefault(node => node is not Answer<string?>.Made) is { } failed)
        {
            return failed.Map(_ => default(Nothing));
        }

        var ids = known.Where(label => label.Node is Answer<string?>.Made { Value: not null }).ToDictionary(label => label.Name, label => ((Answer<string?>.Made)label.Node).Value!);
        if (!add.All(ids.ContainsKey))
        {
            return await ByRest(repo, pull.Number, add, remove, stop);
        }

        // What the repository does not have is on no pull request either.
        var answers = await Task.WhenAll(
            Change(repo, pull, "addLabelsToLabelable", "AddLabelsToLabelableInput!", [.. add.Select(label => ids[label])], stop),
            Change(repo, pull, "removeLabelsFromLabelable", "RemoveLabelsFromLabelableInput!", [.. remove.Where(ids.ContainsKey).Select(label => ids[label])], stop));
        if (!answers.Any(answer => answer is Answer<Nothing>.Refused { Status: 404 }))
        {
            return answers.FirstOrDefault(answer => answer is not Answer<Nothing>.Made) ?? answers[0];
        }

        // A label was deleted and made anew since: REST goes by its name.
        foreach (var label in ids.Keys)
        {
            nodes.Forget(NodeKind.Label, repo.Id, label);
        }

        return await ByRest(repo, pull.Number, add, remove, stop);
    }

    public async Task<Answer<Nothing>> ByRest(Repository repo, int pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        if (add.Count > 0)
        {
            var added = await api.Send(
                repo.Caller(), HttpMethod.Post, repo.Path($"issues/{pull}/labels"), new LabelsWriteJson(add),
                GitHubJson.Default.LabelsWriteJson, GitHubJson.Default.LabelJsonArray, stop);
            if (added is not Answer<LabelJson[]>.Made(var all))
            {
                return added.Map(_ => default(Nothing));
            }

            foreach (var label in all)
            {
                nodes.Learn(NodeKind.Label, repo.Id, label.NodeId, label.Name ?? "");
            }
        }

        foreach (var label in remove)
        {
            var removed = await api.Do(repo.Caller(), HttpMethod.Delete, repo.Path($"issues/{pull}/labels/{Api.Part(label)}"), stop).Or(default, 404);
            if (removed is not Answer<Nothing>.Made)
            {
                return removed;
            }
        }

        return new Answer<Nothing>.Made(default);
    }

    private Task<Answer<Nothing>> Change(Repository repo, PullRequest pull, string field, string input, JsonArray ids, CancellationToken stop) => ids.Count == 0
        ? Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default))
        : batches.Ask(
            repo.Caller(),
            GraphKind.Mutation,
            new GraphField($"{field}(input: $input) {{ clientMutationId }}", new GraphVariable("input", input, new JsonObject { ["labelableId"] = pull.NodeId, ["labelIds"] = ids })),
            stop).Map(_ => default(Nothing));

    /// <summary>Null: the repository has no such label.</summary>
    private async Task<Answer<string?>> Find(Repository repo, string label, CancellationToken stop)
    {
        if (nodes.Find(NodeKind.Label, repo.Id, label) is { } known)
        {
            return new Answer<string?>.Made(known);
        }

        var field = new GraphField(One, new("owner", "String!", repo.Owner), new("name", "String!", repo.Name), new("label", "String!", label));
        return (await batches.Ask(repo.Caller(), GraphKind.Query, field, stop)).Map(answer =>
        {
            var node = answer.Deserialize(GraphJson.Default.GraphLabelled)?.Label?.Id;
            nodes.Learn(NodeKind.Label, repo.Id, node, label);
            return node;
        });
    }
}
