using Sluice.Flow.Repo;

namespace Sluice.Bot.Pages;

/// <summary>Ways in.</summary>
internal static class Lists
{
    public static Html Repositories(IReadOnlyList<Repository> repositories) => repositories.Count == 0
        ? Html.Of($"<p>The App is installed on no public repository yet.</p>")
        : Html.Of($"<ul>{Html.Join(repositories.Select(repo => Html.Of($"<li><a href=\"/{Path(repo.FullName)}\">{repo.FullName}</a></li>")))}</ul>");

    public static Html Lanes(Repository repo, IReadOnlyList<string> lanes) => Html.Of($"""
        <ul>
        {Html.Join(lanes.Select(lane => Html.Of($"<li><a href=\"/{Path(repo.FullName)}/queue/{Path(lane)}\">Queue of {lane}</a></li>")))}
        <li><a href="/{Path(repo.FullName)}/deploys">Deployments</a></li>
        </ul>
        """);

    /// <summary>A name with slashes as a path.</summary>
    public static string Path(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    public static Html Pull(string repo, int number) => Html.Of($"<a href=\"/{Path(repo)}/pull/{number}\">#{number}</a>");

    public static Html Pulls(string repo, IEnumerable<int> numbers) => Html.Join(numbers.Select(number => Html.Of($"{Pull(repo, number)} ")));

    public static Html Time(DateTimeOffset? at) => at is { } time ? Html.Of($"<time datetime=\"{time:O}\">{time:yyyy-MM-dd HH:mm:ss}</time>") : Html.Empty;
}
