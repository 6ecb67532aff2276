using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>git/ref, git/refs, git/matching-refs. Names hold slashes.</summary>
internal static class RefsApi
{
    private const string Root = "/repos/{owner}/{repo}/git";

    public static void Map(Routes routes)
    {
        routes.Get($"{Root}/ref/{{ref*}}", Need.Read("contents"), Get);
        routes.Get($"{Root}/refs/{{ref*}}", Need.Read("contents"), Get);
        routes.Get($"{Root}/matching-refs/{{ref*}}", Need.Read("contents"), Matching);
        routes.Post($"{Root}/refs", Need.Write("contents"), Create);
        routes.Patch($"{Root}/refs/{{ref*}}", Need.Write("contents"), Update);
        routes.Delete($"{Root}/refs/{{ref*}}", Need.Write("contents"), Delete);
    }

    /// <summary>409 while a repository has nothing in it.</summary>
    public static Refusal? Empty(Repository repository) => repository.Git.Refs.Any() ? null : new Refusal(409, "Git Repository is empty.");

    private static Reply Get(Call call)
    {
        if (Empty(call.Repository) is { } empty)
            return Reply.Refused(empty);
        var name = $"refs/{call["ref"]}";
        return call.Repository.Git.Ref(name) is { } sha
            ? Reply.Ok(call.Wire.Ref(call.Repository, name, sha))
            : Reply.Refused(Refusal.NotFound);
    }

    private static Reply Matching(Call call)
    {
        var prefix = $"refs/{call["ref"]}";
        var found = call.Repository.Git.Refs.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return call.Page(found, r => call.Wire.Ref(call.Repository, r.Key, r.Value));
    }

    private static Reply Create(Call call)
    {
        var (name, sha) = (call.Text("ref"), call.Text("sha"));
        if (Empty(call.Repository) is { } empty)
            return Reply.Refused(empty);
        if (!RefName.IsValid(name))
            return Reply.Refused(new Refusal(422, $"Reference name must start with 'refs/' and have two slashes: {name}"));
        return Move(call, new RefMove(name, Zero.Sha, sha), 201);
    }

    private static Reply Update(Call call) =>
        Move(call, new RefMove($"refs/{call["ref"]}", null, call.Text("sha"), call.Flag("force") ?? false), 200);

    private static Reply Delete(Call call) => Move(call, new RefMove($"refs/{call["ref"]}", null, Zero.Sha, true), 204);

    private static Reply Move(Call call, RefMove move, int status)
    {
        var exists = call.Repository.Git.Ref(move.Ref) is not null;
        if (move.Expected is null && !exists)
            return Reply.Refused(new Refusal(422, "Reference does not exist"));
        if (move.New != Zero.Sha && !Zero.IsSha(move.New))
            return Reply.Refused(new Refusal(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f]."));
        if (call.World.Refs.Move(call.Caller, call.Repository, [move], "api") is { } denial)
            return Reply.Refused(denial.ToRefusal());
        return status == 204 ? Reply.NoContent : new Reply(status, call.Wire.Ref(call.Repository, move.Ref, move.New));
    }
}
