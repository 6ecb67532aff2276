using Sluice.Flow.Repo;

namespace Sluice.Bot.Pages;

/// <summary>Ways in.</summary>
internal static class Lists
{
    public static Html Repositories(IReadOnlyList<Repository> repositories) =>
        repositories.Count == 0
            ? Html.Of(
                $"<p class=\"empty\">The App is installed on no repository that you may see. Install it on one, and it is here within a minute.</p>"
            )
            : Html.Of($"<ul class=\"cards\">{Html.Join(repositories.Select(Card))}</ul>");

    /// <summary>A name with slashes as a path.</summary>
    public static string Path(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    public static Html Pull(string repo, int number) => Html.Of($"<a href=\"/{Path(repo)}/pull/{number}\">#{number}</a>");

    public static Html Pulls(string repo, IEnumerable<int> numbers) =>
        Html.Of(
            $"<span class=\"pulls\">{Html.Join(numbers.Select((number, index) => Html.Of($"{(index == 0 ? "" : " ")}{Pull(repo, number)}")))}</span>"
        );

    private static Html Card(Repository repo) =>
        Html.Of(
            $"""
            <li class="card"><h2><a href="/{Path(repo.FullName)}">{repo.FullName}</a></h2>
            <p class="quiet small">{(repo.Private ? "private, " : "")}default branch {repo.DefaultBranch}</p></li>
            """
        );
}
