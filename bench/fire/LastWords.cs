using System.Text.Json;
using Sluice.Bot.Webhooks;
using Sluice.Hub;
using Sluice.Turns.Ports;

namespace Sluice.Bench.Fire;

/// <summary>What GitHub's webhooks told, and which of them were taken, by what GitHub was answered.</summary>
internal sealed class LastWords(HubServer hub)
{
    private readonly Dictionary<Guid, IReadOnlyList<Thing>> _read = [];

    /// <summary>As of now.</summary>
    public Heard Listen()
    {
        var attempts = hub.World.Do(() =>
            hub
                .Deliveries.Of(hub.App)
                .Select(delivery => (delivery.Id, delivery.Guid, delivery.Event, delivery.Body, IsTaken: delivery.Outcome!.IsSuccess))
                .Reverse()
                .ToList()
        );
        var (taken, last) = (
            attempts.Where(attempt => attempt.IsTaken).Select(attempt => attempt.Guid).ToHashSet(),
            new Dictionary<Thing, Guid>()
        );
        foreach (var first in attempts.DistinctBy(attempt => attempt.Guid))
        {
            if (!_read.TryGetValue(first.Guid, out var things))
            {
                _read[first.Guid] = things = Read(first.Event, first.Body);
            }

            foreach (var thing in things)
            {
                last[thing] = first.Guid;
            }
        }

        return new Heard(taken, last.Where(each => taken.Contains(each.Value)).Select(each => each.Key).ToHashSet());
    }

    private static IReadOnlyList<Thing> Read(string kind, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. FactReader.Read(kind, json.RootElement, DateTimeOffset.UnixEpoch).Facts.Select(Thing.Of)];
    }

    /// <param name="Deliveries">That were answered as taken.</param>
    /// <param name="Things">About which the last webhook was.</param>
    internal sealed record Heard(IReadOnlyCollection<Guid> Deliveries, IReadOnlySet<Thing> Things)
    {
        public bool Of(Fact fact) => Things.Contains(Thing.Of(fact));
    }

    internal sealed record Thing(Type Kind, string Parent, string Key)
    {
        public static Thing Of(Fact fact) => new(fact.GetType(), fact.Parent, fact.Key);
    }
}
