namespace Sluice.Hub.Model;

/// <summary>Reviews of pulls.</summary>
public sealed class Reviewing(World world)
{
    public Answer<Review> Submit(Caller caller, Pull pull, ReviewState state, string? body, string? commit = null)
    {
        if (caller.Refuses(pull.Repository, "pull_requests", Access.Write) is { } refusal)
            return refusal;
        if (caller.Who == pull.Author && state is ReviewState.Approved)
            return new Refusal(422, "Unprocessable Entity: \"Can not approve your own pull request\"");
        if (caller.Who == pull.Author && state is ReviewState.ChangesRequested)
            return new Refusal(422, "Unprocessable Entity: \"Can not request changes on your own pull request\"");
        if (state is ReviewState.Commented or ReviewState.ChangesRequested && string.IsNullOrEmpty(body))
            return Refusal.Invalid("PullRequestReview", "body", "missing_field");
        if (commit is not null && pull.Repository.Git.Commit(commit) is null)
            return new Refusal(422, "Unprocessable Entity: \"The commit is not part of the pull request\"");
        var review = new Review(world.NextId(), caller.Who, state, body ?? "", commit ?? pull.HeadSha, world.Now);
        pull.Reviews.Add(review.Id, review);
        pull.UpdatedAt = world.Now;
        world.Emit(new WorldEvent.PullReview("submitted", pull, review, caller.Who));
        return review;
    }

    public Answer<Review> Dismiss(Caller caller, Pull pull, Review review, string message)
    {
        if (caller.Refuses(pull.Repository, "pull_requests", Access.Write) is { } refusal)
            return refusal;
        if (caller is Caller.User user && pull.Repository.RoleOf(user.Account) < Role.Write)
            return Refusal.NotFound;
        if (review.State is not (ReviewState.Approved or ReviewState.ChangesRequested))
            return new Refusal(422, "Can not dismiss a commented pull request review");
        if (message.Length == 0)
            return Refusal.Invalid("PullRequestReview", "message", "missing_field");
        review.State = ReviewState.Dismissed;
        world.Emit(new WorldEvent.PullReview("dismissed", pull, review, caller.Who));
        return review;
    }

    /// <summary>Approvals that count: by people with write access, each reviewer's latest verdict.</summary>
    public static int Approvals(Pull pull) =>
        pull.Verdicts()
            .Values.Count(r =>
                r.State == ReviewState.Approved && r.Author != pull.Author && pull.Repository.RoleOf(r.Author) >= Role.Write
            );

    public static bool HasChangesRequested(Pull pull) =>
        pull.Verdicts().Values.Any(r => r.State == ReviewState.ChangesRequested && pull.Repository.RoleOf(r.Author) >= Role.Write);
}
