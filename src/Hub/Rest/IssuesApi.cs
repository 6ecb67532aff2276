using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Issues; a pull is one of them as far as GitHub's reading of issues goes.</summary>
internal static class IssuesApi
{
    private const string All = "/repos/{owner}/{repo}/issues";
    private const string One = All + "/{number}";

    public static void Map(Routes routes)
    {
        routes.Get(All, Need.Nothing, List);
        routes.Content("POST", All, Need.Nothing, Create);
        routes.Get(One, Need.Nothing, Read);
        routes.Patch(One, Need.Nothing, Edit);
    }

    private static Reply List(Call call)
    {
        if (call.Caller.Refuses(call.Repository, "issues", Access.Read) is { } refusal)
            return Reply.Refused(refusal);
        var state = call.Query("state") ?? "open";
        var creator = call.Query("creator");
        var found = call
            .Repository.Issues.Values.Where(issue =>
                (state == "all" || (state == "open") == issue.IsOpen)
                && (creator is null || issue.Author.Login.Equals(creator, StringComparison.OrdinalIgnoreCase))
            )
            .OrderByDescending(issue => issue.Number)
            .ToArray();
        return call.Page(found, call.Wire.Issue);
    }

    private static Reply Create(Call call) =>
        Reply.From(
            call.World.Issues.Open(call.Caller, call.Repository, call.Text("title"), call.Optional("body")),
            issue => Reply.Created(call.Wire.Issue(issue))
        );

    private static Reply Read(Call call)
    {
        var issue = call.Repository.Issues.GetValueOrDefault(call.Numbered);
        var refusal = call.Caller.Refuses(call.Repository, issue is null ? "pull_requests" : "issues", Access.Read);
        return refusal is not null
            ? Reply.Refused(refusal)
            : Reply.Ok(issue is null ? call.Wire.Issue(call.Pull()) : call.Wire.Issue(issue));
    }

    private static Reply Edit(Call call)
    {
        var issue = call.Repository.Issues.GetValueOrDefault(call.Numbered) ?? throw new BodyFault(Refusal.NotFound);
        var answer = call.World.Issues.Edit(
            call.Caller,
            issue,
            call.Optional("title"),
            call.Optional("body"),
            call.Optional("state"),
            call.Optional("state_reason")
        );
        return Reply.From(answer, edited => Reply.Ok(call.Wire.Issue(edited)));
    }
}
