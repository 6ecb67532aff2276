using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Comments on conversations, and reactions to them.</summary>
internal static class CommentsApi
{
    private const string OfPull = "/repos/{owner}/{repo}/issues/{number}/comments";
    private const string One = "/repos/{owner}/{repo}/issues/comments/{id}";

    public static void Map(Routes routes)
    {
        routes.Get(OfPull, Need.Read("pull_requests"), OnPull);
        routes.Content("POST", OfPull, Need.Nothing, Create);
        routes.Get("/repos/{owner}/{repo}/issues/comments", Need.Read("pull_requests"), All);
        routes.Get(One, Need.Read("pull_requests"), call => Reply.Ok(call.Wire.Comment(Comment(call))));
        routes.Patch(One, Need.Nothing, Edit);
        routes.Delete(One, Need.Nothing, Delete);
        routes.Get(One + "/reactions", Need.Read("pull_requests"), Reactions);
        routes.Post(One + "/reactions", Need.Nothing, React);
        routes.Delete(One + "/reactions/{reaction}", Need.Nothing, Unreact);
    }

    private static Reply OnPull(Call call)
    {
        var pull = call.Pull();
        return call.Page(Since(call, call.Repository.Comments.Values.Where(c => c.Pull == pull)).ToArray(), call.Wire.Comment);
    }

    private static Reply All(Call call)
    {
        var found = Since(call, call.Repository.Comments.Values);
        // Without sort GitHub ignores direction and lists by number.
        var descends = call.Query("direction") == "desc" && call.Query("sort") is not null;
        var ordered = call.Query("sort") == "updated" ? found.OrderBy(c => c.UpdatedAt).ThenBy(c => c.Id) : found.OrderBy(c => c.Id);
        return call.Page((descends ? ordered.Reverse() : ordered).ToArray(), call.Wire.Comment);
    }

    private static IEnumerable<IssueComment> Since(Call call, IEnumerable<IssueComment> comments)
    {
        if (call.Query("since") is not { Length: > 0 } text)
            return comments;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            throw new BodyFault(Refusal.Invalid("IssueComment", "since", "invalid"));
        return comments.Where(c => c.UpdatedAt.ToUnixTimeSeconds() >= since.ToUnixTimeSeconds());
    }

    private static Reply Create(Call call)
    {
        var answer = call.World.Comments.Say(call.Caller, call.Pull(), call.Text("body"));
        return Reply.From(answer, comment => Reply.Created(call.Wire.Comment(comment)));
    }

    private static Reply Edit(Call call)
    {
        var answer = call.World.Comments.Edit(call.Caller, Comment(call), call.Text("body"));
        return Reply.From(answer, comment => Reply.Ok(call.Wire.Comment(comment)));
    }

    private static Reply Delete(Call call) =>
        call.World.Comments.Delete(call.Caller, Comment(call)) is { } refusal ? Reply.Refused(refusal) : Reply.NoContent;

    private static Reply Reactions(Call call)
    {
        var content = call.Query("content");
        return call.Page(Comment(call).Reactions.Values.Where(r => content is null || r.Content == content).ToArray(), call.Wire.Reaction);
    }

    private static Reply React(Call call)
    {
        var answer = call.World.Comments.React(call.Caller, Comment(call), call.Text("content"));
        return Reply.From(answer, made => new Reply(made.IsNew ? 201 : 200, call.Wire.Reaction(made.Reaction)));
    }

    private static Reply Unreact(Call call)
    {
        var comment = Comment(call);
        if (!comment.Reactions.TryGetValue(call.Id("reaction"), out var reaction))
            return Reply.Refused(Refusal.NotFound);
        return Talking.Unreact(call.Caller, comment, reaction) is { } refusal ? Reply.Refused(refusal) : Reply.NoContent;
    }

    private static IssueComment Comment(Call call) =>
        call.Repository.Comments.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);
}
