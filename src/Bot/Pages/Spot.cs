namespace Sluice.Bot.Pages;

/// <summary>Where a page stands in the dashboard of a repository.</summary>
/// <param name="Repo">Its full name, <c>owner/name</c>.</param>
/// <param name="Tab">Null: in none of them.</param>
internal sealed record Spot(string Repo, Tab? Tab = null)
{
    /// <summary>Where the API tells the same, under the repository.</summary>
    public string Data { get; init; } = "deploys";
}

/// <summary>What there is of each repository; the address is the word in lower case.</summary>
internal enum Tab
{
    Queue,
    Review,
    Deploys,
    Flow,
    Agents,
    Risk,
    Health,
}
