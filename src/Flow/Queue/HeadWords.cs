using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the lane's journal says of head branches that it moves.</summary>
public static class HeadWords
{
    public static string Refused(int pull, string branch, string words) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"GitHub does not let this App move {branch}, the head of #{pull} ({words.Trim()}): GitHub merges it by itself, one build for it alone"
        );

    /// <param name="refused">GitHub's words, where it would not; null: it stands there.</param>
    public static string Restored(int pull, string branch, Sha head, string? refused) =>
        refused is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The landing did not come about: {branch}, the head of #{pull}, stands at {head.Short} again"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The landing did not come about, and {branch}, the head of #{pull}, could not be put back to {head.Short}: {refused.Trim()}"
            );

    public static string Astray(string onto) =>
        $"It conflicts with {onto} as GitHub merges it: its head branch was moved to what was to land, and GitHub does not let this App put it back. Push the head again, then queue it.";
}
