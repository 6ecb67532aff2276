using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Doctor;

/// <summary>A delivery of which no attempt arrived.</summary>
/// <param name="Id">Of its newest attempt.</param>
internal sealed record Missed(long Id, string Guid, string Event, string Status)
{
    /// <summary>Every one that GitHub still keeps, oldest first.</summary>
    public static Task<Answer<Row<Missed>>> Read(GitHubApi api, CancellationToken stop) => Attempts(api, stop).Map(all => all
        .GroupBy(each => each.Guid, StringComparer.Ordinal)
        .Where(attempts => attempts.All(each => each.Code is < 200 or >= 300))
        .Select(attempts => attempts.MaxBy(each => each.Id)!)
        .Select(each => new Missed(each.Id, each.Guid, each.Event, each.Status))
        .OrderBy(each => each.Id).ToRow());

    /// <summary>The newest attempt of each that is named, by its GUID or an attempt's number.</summary>
    public static Task<Answer<Row<Missed>>> Named(GitHubApi api, IReadOnlyCollection<string> names, CancellationToken stop) => Attempts(api, stop).Map(all => all
        .GroupBy(each => each.Guid, StringComparer.Ordinal)
        .Where(attempts => attempts.Any(each => names.Contains(each.Guid, StringComparer.OrdinalIgnoreCase) || names.Contains(each.Number)))
        .Select(attempts => attempts.MaxBy(each => each.Id)!)
        .Select(each => new Missed(each.Id, each.Guid, each.Event, each.Status))
        .OrderBy(each => each.Id).ToRow());

    private static Task<Answer<Row<Attempt>>> Attempts(GitHubApi api, CancellationToken stop) =>
        api.All(Caller.App, "app/hook/deliveries?per_page=100", GitHubJson.Default.JsonElement, page => page.EnumerateArray().Select(Attempt.Of), stop, most: 1_000);

    private sealed record Attempt(long Id, string Guid, string Event, string Status, int Code)
    {
        public string Number => Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public static Attempt Of(JsonElement item) => new(
            item.GetProperty("id").GetInt64(), item.GetProperty("guid").GetString() ?? "", item.GetProperty("event").GetString() ?? "",
            item.GetProperty("status").GetString() ?? "", item.GetProperty("status_code").GetInt32());
    }
}
