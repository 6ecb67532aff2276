using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Webhooks that GitHub could not hand over, by its own list of the last days, and asking for them again.</summary>
public sealed class Redelivery(GitHubConnection connection)
{
    /// <summary>A thousand: what is more is left to the sweep, which reads everything anyway.</summary>
    private const int MostPages = 10;

    /// <summary>Every attempt that failed, newest first; one delivery may have failed several times.</summary>
    public Task<Answer<Row<FailedDelivery>>> Failed(CancellationToken stop) =>
        connection.Api.All(Caller.App, "app/hook/deliveries?per_page=100&status=failure", GitHubJson.Default.HookDeliveryJsonArray, page => page, stop, MostPages)
            .Map(all => all.Where(each => each.StatusCode is < 200 or >= 400).Select(each => new FailedDelivery(each.Id, each.Guid, each.DeliveredAt, each.Event)).ToRow());

    /// <summary>GitHub delivers it once more, under the same delivery id as before.</summary>
    public Task<Answer<Nothing>> Again(FailedDelivery delivery, CancellationToken stop) =>
        connection.Api.Do(Caller.App, HttpMethod.Post, $"app/hook/deliveries/{delivery.Attempt}/attempts", stop);
}

/// <param name="Attempt">GitHub's number of this attempt.</param>
/// <param name="Id">The delivery's id, the same for each attempt: <c>X-GitHub-Delivery</c>.</param>
public sealed record FailedDelivery(long Attempt, string Id, DateTimeOffset At, string Event);
