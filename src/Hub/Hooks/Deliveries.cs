using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>
/// Turns what happens in a world into deliveries, lets the weather at them, and hands each to whoever carries it when the world's
/// agenda comes to it. Nothing is ever delivered again unless somebody asks.
/// </summary>
public sealed class Deliveries
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);
    private const int LargestBody = 25 * 1024 * 1024;

    private readonly World _world;
    private readonly HookBody _bodies;
    private readonly Dice _dice;
    private readonly SortedDictionary<long, Delivery> _log = [];
    private readonly List<Carrier> _carriers = [];
    private long _lastId = 12_000_000_000;

    public Deliveries(World world, Wire wire)
    {
        _world = world;
        _bodies = new HookBody(world, wire);
        _dice = new Dice(world.Dice.Next());
        world.Subscribe(Heard);
    }

    /// <summary>Every attempt of an App's webhook in the last three days, newest first.</summary>
    public IEnumerable<Delivery> Of(App app)
    {
        Forget();
        return _log.Values.Reverse().Where(d => d.App == app && d.Outcome is not null);
    }

    public Delivery? Find(App app, long id) => Of(app).FirstOrDefault(d => d.Id == id);

    /// <summary>
    /// Hands all of an App's deliveries to a program in this process: under the world's gate, when the agenda comes to them, each
    /// as answered with 202. Nothing goes over HTTP for it.
    /// </summary>
    public IDisposable Receive(App app, Action<Delivery> receiver) =>
        Carry(
            delivery =>
            {
                receiver(delivery);
                delivery.Outcome ??= new Outcome("OK", 202, TimeSpan.Zero);
            },
            other => other == app
        );

    /// <summary>
    /// Hands deliveries to a carrier, of those Apps that it wants (all unless said), which says how it went through
    /// <see cref="Delivery.Outcome"/>. For an App that nobody carries for, nothing is made. The gate need not be held for it.
    /// </summary>
    public IDisposable Carry(Action<Delivery> carry, Func<App, bool>? wants = null)
    {
        var carrier = new Carrier(carry, wants ?? (_ => true));
        lock (_world.Gate)
            _carriers.Add(carrier);
        return new Carrying(() =>
        {
            lock (_world.Gate)
                _carriers.Remove(carrier);
        });
    }

    /// <summary>Another attempt at a delivery, with its GUID and its bytes. No weather stops what somebody asked for.</summary>
    public Delivery Redeliver(Delivery delivery)
    {
        var again = Log(
            delivery.Guid,
            delivery.Event,
            delivery.Action,
            delivery.App,
            delivery.Installation,
            delivery.RepositoryId,
            delivery.Body,
            true
        );
        _world.Agenda.After(TimeSpan.Zero, () => Hand(again));
        return again;
    }

    private void Heard(WorldEvent happened)
    {
        JsonObject? body = null;
        foreach (var installation in Audience.Of(_world, happened).Where(i => _carriers.Exists(c => c.Wants(i.App))).ToArray())
        {
            body ??= _bodies.Of(happened);
            if (happened.Repository is not null)
                body["installation"] = Short(installation);
            Send(happened, installation, JsonSerializer.SerializeToUtf8Bytes(body));
        }
    }

    private void Send(WorldEvent happened, Installation installation, byte[] body)
    {
        if (body.Length > LargestBody)
            return;
        var guid = _dice.Guid();
        var delays = _world.Weather.HookDelays(_dice);
        foreach (var delay in delays)
        {
            var delivery = Log(guid, happened.Name, happened.Action, installation.App, installation, happened.Repository?.Id, body, false);
            _world.Agenda.After(delay, () => Hand(delivery));
        }

        if (delays.Length > 0)
            return;
        var lost = Log(guid, happened.Name, happened.Action, installation.App, installation, happened.Repository?.Id, body, false);
        lost.Outcome = Outcome.TimedOut;
    }

    private void Hand(Delivery delivery)
    {
        delivery.DeliveredAt = _world.Now;
        foreach (var carrier in _carriers.Where(c => c.Wants(delivery.App)).ToArray())
            carrier.Carry(delivery);
    }

    private Delivery Log(
        Guid guid,
        string name,
        string? action,
        App app,
        Installation? installation,
        long? repository,
        byte[] body,
        bool isRedelivery
    )
    {
        var delivery = new Delivery(++_lastId, guid, name, action, app, installation, repository, body)
        {
            IsRedelivery = isRedelivery,
            DeliveredAt = _world.Now,
        };
        Forget();
        _log.Add(delivery.Id, delivery);
        return delivery;
    }

    private void Forget()
    {
        while (_log.Count > 0 && _log.Values.First() is { } oldest && oldest.DeliveredAt < _world.Now - Kept)
            _log.Remove(oldest.Id);
    }

    private static JsonObject Short(Installation installation) =>
        new() { ["id"] = installation.Id, ["node_id"] = NodeIds.Of("MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u", installation.Id) };

    private sealed record Carrier(Action<Delivery> Carry, Func<App, bool> Wants);

    private sealed class Carrying(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
