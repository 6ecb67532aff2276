namespace Sluice.Hub.Model;

public enum DenialKind
{
    Forbidden,
    BadName,
    Hidden,
    Missing,
    Exists,
    UnknownObject,
    NotFastForward,
    Stale,
    DefaultBranch,
    Workflow,
    Classic,
    Ruleset,
}

/// <summary>Why a ref may not move. The API and a push say it in different words.</summary>
public sealed record RefDenial(DenialKind Kind, string Ref, params string[] Lines)
{
    public Refusal? Refusal { get; init; }

    /// <summary>In the words of the REST API.</summary>
    public Refusal ToRefusal() =>
        Kind switch
        {
            DenialKind.Forbidden => Refusal ?? Model.Refusal.NotFound,
            DenialKind.BadName => new Refusal(422, $"{Ref} is not a valid ref name."),
            DenialKind.Missing => new Refusal(422, "Reference does not exist"),
            DenialKind.Exists => new Refusal(422, "Reference already exists"),
            DenialKind.UnknownObject => new Refusal(422, "Object does not exist"),
            DenialKind.NotFastForward => new Refusal(422, "Update is not a fast forward"),
            DenialKind.Stale => new Refusal(409, "Reference cannot be updated"),
            DenialKind.DefaultBranch => new Refusal(422, "Cannot delete the default branch"),
            DenialKind.Hidden => new Refusal(422, "Reference update failed"),
            DenialKind.Workflow => new Refusal(403, Lines[0]),
            DenialKind.Classic => new Refusal(422, string.Join("\n", Lines)),
            _ => new Refusal(422, $"Repository rule violations found\n\n{string.Join("\n\n", Lines)}\n\n"),
        };

    /// <summary>What <c>git push</c> prints after "remote: ", and the short reason beside the ref.</summary>
    public (string[] Remote, string Reason) ToPush(string rulesUrl) =>
        Kind switch
        {
            DenialKind.Classic => (
                [$"error: GH006: Protected branch update failed for {Ref}.", .. Lines.Select(l => $"error: {l}")],
                "protected branch hook declined"
            ),
            DenialKind.Ruleset => (
                [
                    $"error: GH013: Repository rule violations found for {Ref}.",
                    $"Review all repository rules at {rulesUrl}?ref={Uri.EscapeDataString(Ref)}",
                    "",
                    .. Lines.SelectMany(l => new[] { $"- {l}", "" }),
                ],
                "push declined due to repository rule violations"
            ),
            DenialKind.Workflow => ([], Lines[0]),
            DenialKind.Hidden => ([], "deny updating a hidden ref"),
            DenialKind.NotFastForward => ([], "non-fast-forward"),
            DenialKind.Stale or DenialKind.Exists or DenialKind.Missing => ([], "failed to update ref"),
            DenialKind.DefaultBranch => ([$"error: refusing to delete the current branch: {Ref}"], "refusing to delete the current branch"),
            DenialKind.BadName => ([], "funny refname"),
            DenialKind.UnknownObject => ([], "missing necessary objects"),
            _ => ([], "permission denied"),
        };
}
