using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

/// <summary>Puts the types together.</summary>
internal static class GitHubSchema
{
    public static Schema Build()
    {
        var schema = new Schema();
        schema
            .Object<PageInfo>("PageInfo")
            .Scalar("hasNextPage", (p, _) => p.Of.HasNext)
            .Scalar("hasPreviousPage", (p, _) => p.Of.HasPrevious)
            .Scalar("startCursor", (p, _) => p.Of.Items.Length == 0 ? null : Connection.Cursor(p.Of.Start))
            .Scalar("endCursor", (p, _) => p.Of.Items.Length == 0 ? null : Connection.Cursor(p.Of.Start + p.Of.Items.Length - 1));
        ActorTypes.Add(schema);
        CheckTypes.Add(schema);
        MergeQueueTypes.Add(schema);
        ConversationTypes.Add(schema);
        IssueTypes.Add(schema);
        PullTypes.Add(schema);
        RepositoryTypes.Add(schema);
        Roots(schema);
        Mutations.Add(schema);
        schema.Abstract(
            "Node",
            ["PullRequest", "Issue", "Repository", "IssueComment", "CheckRun", "Label", "User", "Bot", "Organization"],
            "id"
        );
        return schema;
    }

    private static void Roots(Schema schema)
    {
        schema
            .Object<Root>("Query")
            .One("repository", "Repository", Repository, "owner!", "name!", "followRenames")
            .One("viewer", "User", (_, call) => call.Caller.Actor)
            .One("node", "Node", (_, call) => NodeOf(call, call.Text("id") ?? ""), "id!")
            .One("nodes", "Node", (_, call) => (call.Texts("ids") ?? []).Select(id => NodeOf(call, id)).ToArray(), "ids!");
    }

    /// <summary>The thing behind a global id, if the caller may see it.</summary>
    public static object NodeOf(FieldCall call, string id)
    {
        var found = NodeIds.Read(id) is var (kind, number) ? Find(call, kind, number) : null;
        return found ?? throw new FieldFault("NOT_FOUND", $"Could not resolve to a node with the global id of '{id}'");
    }

    private static object? Find(FieldCall call, string kind, long id)
    {
        var visible = call.World.Repositories.Values.Where(call.Caller.Sees);
        return kind switch
        {
            "R" => visible.FirstOrDefault(r => r.Id == id),
            "PR" => visible.SelectMany(r => r.Pulls.Values).FirstOrDefault(p => p.Id == id),
            "I" => visible.SelectMany(r => r.Issues.Values).FirstOrDefault(i => i.Id == id),
            "IC" => visible.SelectMany(r => r.Comments.Values).FirstOrDefault(c => c.Id == id),
            "CR" => visible
                .Select(r => r.Marks.RunsById.GetValueOrDefault(id) is { } run ? new RunOf(r, run) : null)
                .FirstOrDefault(r => r is not null),
            "LA" => visible.SelectMany(r => r.Labels.Values).FirstOrDefault(l => l.Id == id),
            "U" or "BOT" or "O" => call.World.Accounts.Values.FirstOrDefault(a => a.Id == id),
            _ => null,
        };
    }

    private static Repository Repository(Root root, FieldCall call)
    {
        var (owner, name) = (call.Text("owner") ?? "", call.Text("name") ?? "");
        return call.World.Repository(owner, name) is { } repository && call.Caller.Sees(repository)
            ? repository
            : throw new FieldFault("NOT_FOUND", $"Could not resolve to a Repository with the name '{owner}/{name}'.");
    }
}

/// <summary>What the fields of Query and Mutation are resolved on.</summary>
internal sealed class Root;
