using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Reviews of a pull.</summary>
internal static class ReviewsApi
{
    private const string Root = "/repos/{owner}/{repo}/pulls/{number}/reviews";

    public static void Map(Routes routes)
    {
        routes.Get(Root, Need.Read("pull_requests"), call => call.Page(call.Pull().Reviews.Values, r => call.Wire.Review(call.Pull(), r)));
        routes.Content("POST", Root, Need.Write("pull_requests"), Create);
        routes.Get(
            $"{Root}/{{id}}",
            Need.Read("pull_requests"),
            call => Found(call, (pull, review) => Reply.Ok(call.Wire.Review(pull, review)))
        );
        routes.Put($"{Root}/{{id}}/dismissals", Need.Write("pull_requests"), Dismiss);
    }

    private static Reply Create(Call call)
    {
        ReviewState? state = call.Optional("event") switch
        {
            "APPROVE" => ReviewState.Approved,
            "REQUEST_CHANGES" => ReviewState.ChangesRequested,
            "COMMENT" => ReviewState.Commented,
            null => ReviewState.Pending,
            _ => null,
        };
        if (state is null)
            return Reply.Refused(
                new Refusal(422, "Unprocessable Entity: \"Variable $event of type PullRequestReviewEvent was provided invalid value\"")
            );
        var pull = call.Pull();
        var answer = call.World.Reviews.Submit(call.Caller, pull, state.Value, call.Optional("body"), call.Optional("commit_id"));
        return Reply.From(answer, review => Reply.Ok(call.Wire.Review(pull, review)));
    }

    private static Reply Dismiss(Call call) =>
        Found(
            call,
            (pull, review) =>
                Reply.From(
                    call.World.Reviews.Dismiss(call.Caller, pull, review, call.Text("message")),
                    dismissed => Reply.Ok(call.Wire.Review(pull, dismissed))
                )
        );

    private static Reply Found(Call call, Func<Pull, Review, Reply> answer)
    {
        var pull = call.Pull();
        return pull.Reviews.TryGetValue(call.Id("id"), out var review) ? answer(pull, review) : Reply.Refused(Refusal.NotFound);
    }
}
