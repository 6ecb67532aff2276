using System.Globalization;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>GitHub's own list of the webhooks of the last days, and asking for them again.</summary>
public sealed class Redelivery(GitHubConnection connection)
{
    /// <summary>Of a hundred each. What is more is left to the sweep, which reads everything anyway.</summary>
    private const int MostPages = 10;

    /// <summary>Every attempt that failed, newest first; one delivery may have failed several times.</summary>
    public Task<Answer<Row<HookAttempt>>> Failed(CancellationToken stop) =>
        Read("&status=failure", stop).Map(all => all.Where(each => !each.Arrived).ToRow());

    /// <summary>The newest attempt of each delivery that never arrived, oldest first.</summary>
    public Task<Answer<Row<HookAttempt>>> Missed(CancellationToken stop) =>
        Read("", stop).Map(all => Newest(all, attempts => !attempts.Any(each => each.Arrived)));

    /// <summary>The newest attempt of each delivery that is named, by its id or by an attempt's number, oldest first.</summary>
    public Task<Answer<Row<HookAttempt>>> Named(IReadOnlyCollection<string> names, CancellationToken stop) =>
        Read("", stop).Map(all => Newest(all, attempts => names.Any(name => attempts.Any(each => each.IsCalled(name)))));

    /// <summary>GitHub delivers it once more, under the same delivery id as before.</summary>
    public Task<Answer<Nothing>> Again(HookAttempt attempt, CancellationToken stop) =>
        connection.Api.Do(
            Caller.App,
            HttpMethod.Post,
            string.Create(CultureInfo.InvariantCulture, $"app/hook/deliveries/{attempt.Number}/attempts"),
            stop
        );

    private Task<Answer<Row<HookAttempt>>> Read(string which, CancellationToken stop) =>
        connection.Api.All(
            Caller.App,
            $"app/hook/deliveries?per_page=100{which}",
            GitHubJson.Default.HookDeliveryJsonArray,
            page =>
                page.Select(each => new HookAttempt(
                    each.Id,
                    each.Guid,
                    each.DeliveredAt,
                    each.Event,
                    each.Status ?? "",
                    each.StatusCode is >= 200 and < 300
                )
                {
                    IsForged = each.StatusCode == 401,
                }),
            stop,
            MostPages
        );

    private static Row<HookAttempt> Newest(Row<HookAttempt> all, Func<IEnumerable<HookAttempt>, bool> wanted) =>
        all.GroupBy(each => each.Delivery, StringComparer.OrdinalIgnoreCase)
            .Where(wanted)
            .Select(attempts => attempts.MaxBy(each => each.Number)!)
            .OrderBy(each => each.Number)
            .ToRow();
}

/// <param name="Number">GitHub's number of this attempt.</param>
/// <param name="Delivery">The delivery's id, the same for each attempt: <c>X-GitHub-Delivery</c>.</param>
/// <param name="Status">GitHub's words of how it went.</param>
/// <param name="Arrived">It was answered with success.</param>
public sealed record HookAttempt(long Number, string Delivery, DateTimeOffset At, string Event, string Status, bool Arrived)
{
    /// <summary>Its signature was refused.</summary>
    public bool IsForged { get; init; }

    public bool IsCalled(string name) =>
        Delivery.Equals(name, StringComparison.OrdinalIgnoreCase) || Number.ToString(CultureInfo.InvariantCulture) == name;
}
