using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// Puts labels on and takes them off: by GraphQL, many in one request; by REST where a label has yet to be made, which REST does by itself.
/// </summary>
internal sealed class Labels(Api api, GraphBatches batches, Nodes nodes)
{
    private const string One = "repository(owner: $owner, name: $name) { label(name: $label) { id } }";

    /// <summary>What ids did is told by names: a label that was renamed keeps its id.</summary>
    private const string Shown = "labelable { labels(first: 100) { nodes { id name } } }";

    private const int Miswritten = 422;

    public async Task<Answer<Nothing>> Set(Repository repo, PullRequest pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        if (pull.NodeId.Length == 0)
        {
            return await ByRest(repo, pull.Number, add, remove, stop);
        }

        var known = await Task.WhenAll(
            add.Concat(remove).Distinct().Select(async label => (Name: label, Node: await Find(repo, label, stop)))
        );
        if (known.Select(label => label.Node).FirstOrDefault(node => node is not Answer<string?>.Made) is { } failed)
        {
            return failed is Answer<string?>.Refused { Status: Miswritten }
                ? await ByRest(repo, pull.Number, add, remove, stop)
                : failed.Map(_ => default(Nothing));
        }

        var ids = known
            .Where(label => label.Node is Answer<string?>.Made { Value: not null })
            .ToDictionary(label => label.Name, label => ((Answer<string?>.Made)label.Node).Value!);
        if (!add.All(ids.ContainsKey))
        {
            return await ByRest(repo, pull.Number, add, remove, stop);
        }

        // What the repository does not have is on no pull request either.
        var gone = remove.Where(ids.ContainsKey).ToRow();
        var answers = await Task.WhenAll(
            Change(repo, pull, "addLabelsToLabelable", "AddLabelsToLabelableInput!", [.. add.Select(label => ids[label])], stop),
            Change(repo, pull, "removeLabelsFromLabelable", "RemoveLabelsFromLabelableInput!", [.. gone.Select(label => ids[label])], stop)
        );
        if (
            answers.FirstOrDefault(answer =>
                answer is not Answer<Row<GraphLabel>?>.Made and not Answer<Row<GraphLabel>?>.Refused { Status: 404 or Miswritten }
            ) is
            { } failure
        )
        {
            return failure.Map(_ => default(Nothing));
        }

        var (put, left) = (On(answers[0]), On(answers[1]));
        if (
            answers.All(answer => answer is Answer<Row<GraphLabel>?>.Made)
            && (put is null || add.All(label => Has(put, label)))
            && (left is null || !gone.Any(label => Has(left, label)))
        )
        {
            return new Answer<Nothing>.Made(default);
        }

        // A label was renamed, or deleted and made anew since: REST goes by its name. What an old id has put on is taken off again.
        foreach (var label in ids.Keys)
        {
            nodes.Forget(NodeKind.Label, repo.Id, label);
        }

        var strange = (put ?? [])
            .Where(label => ids.ContainsValue(label.Id ?? ""))
            .Select(label => label.Name ?? "")
            .Where(name =>
                !add.Contains(name, StringComparer.OrdinalIgnoreCase) && !pull.Labels.Contains(name, StringComparer.OrdinalIgnoreCase)
            );
        return await ByRest(repo, pull.Number, add, [.. remove, .. strange], stop);
    }

    public async Task<Answer<Nothing>> ByRest(Repository repo, int pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        if (add.Count > 0)
        {
            var added = await api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"issues/{pull}/labels"),
                new LabelsWriteJson(add),
                GitHubJson.Default.LabelsWriteJson,
                GitHubJson.Default.LabelJsonArray,
                stop
            );
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
            var removed = await api.Do(repo.Caller(), HttpMethod.Delete, repo.Path($"issues/{pull}/labels/{Api.Part(label)}"), stop)
                .Or(default, 404);
            if (removed is not Answer<Nothing>.Made)
            {
                return removed;
            }
        }

        return new Answer<Nothing>.Made(default);
    }

    private static Row<GraphLabel>? On(Answer<Row<GraphLabel>?> answer) =>
        answer is Answer<Row<GraphLabel>?>.Made(var labels) ? labels : null;

    private static bool Has(Row<GraphLabel> labels, string name) =>
        labels.Any(label => string.Equals(label.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <returns>What is on the pull then; null: nothing was to be changed.</returns>
    private Task<Answer<Row<GraphLabel>?>> Change(
        Repository repo,
        PullRequest pull,
        string field,
        string input,
        JsonArray ids,
        CancellationToken stop
    ) =>
        ids.Count == 0
            ? Task.FromResult<Answer<Row<GraphLabel>?>>(new Answer<Row<GraphLabel>?>.Made(null))
            : batches.Ask(
                repo.Caller(),
                GraphKind.Mutation,
                new GraphField(
                    $"{field}(input: $input) {{ {Shown} }}",
                    new GraphVariable("input", input, new JsonObject { ["labelableId"] = pull.NodeId, ["labelIds"] = ids })
                ),
                answer =>
                    Task.FromResult<Answer<Row<GraphLabel>?>>(
                        new Answer<Row<GraphLabel>?>.Made(
                            (answer.Deserialize(GraphJson.Default.GraphRelabelled)?.Labelable?.Labels?.All ?? []).ToRow()
                        )
                    ),
                () =>
                    Task.FromResult<Answer<Row<GraphLabel>?>>(new Answer<Row<GraphLabel>?>.Refused("GraphQL does not take it", Miswritten)),
                stop
            );

    /// <summary>Null: the repository has no such label.</summary>
    private async Task<Answer<string?>> Find(Repository repo, string label, CancellationToken stop)
    {
        if (nodes.Find(NodeKind.Label, repo.Id, label) is { } known)
        {
            return new Answer<string?>.Made(known);
        }

        var field = new GraphField(
            One,
            new("owner", "String!", repo.Owner),
            new("name", "String!", repo.Name),
            new("label", "String!", label)
        );
        return await batches.Ask(
            repo.Caller(),
            GraphKind.Query,
            field,
            Learnt,
            () => Task.FromResult<Answer<string?>>(new Answer<string?>.Refused("GraphQL does not take it", Miswritten)),
            stop
        );

        Task<Answer<string?>> Learnt(JsonObject answer)
        {
            var node = answer.Deserialize(GraphJson.Default.GraphLabelled)?.Label?.Id;
            nodes.Learn(NodeKind.Label, repo.Id, node, label);
            return Task.FromResult<Answer<string?>>(new Answer<string?>.Made(node));
        }
    }
}
