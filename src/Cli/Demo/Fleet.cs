using System.Globalization;
using System.Text;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>
/// The demo's production: two tracks, each running the program that was deployed to it on real orders, many a second. What no test sees
/// fails here, because production differs from CI: it sets SHOP_LEDGER.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int OrdersASecond = 1200;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _end = new();
    private readonly Counters _counters;
    private readonly Dice _dice;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _deployed = new(StringComparer.Ordinal);
    private readonly Task _serving;
    private int _canaryWeight = 50;

    public Fleet(Counters counters, Backstage backstage, ulong seed)
    {
        (_counters, _dice) = (counters, new Dice(seed));
        _serving = backstage.Work("fleet", Serve);
    }

    /// <summary>From now on a track runs the program in this folder.</summary>
    public void Deploy(string track, string program, int canaryWeight)
    {
        lock (_gate)
        {
            _deployed[track] = program;
            _canaryWeight = canaryWeight is > 0 and < 100 ? canaryWeight : _canaryWeight;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _end.Dispose();
    }

    private async Task Serve()
    {
        using var beat = new PeriodicTimer(Beat);
        while (await beat.WaitForNextTickAsync(_end.Token))
        {
            foreach (var (track, program, orders) in Shares())
            {
                await Serve(track, program, orders);
            }

            _counters.Sample();
        }
    }

    private List<(string Track, string Program, int Orders)> Shares()
    {
        lock (_gate)
        {
            var total = (int)(OrdersASecond * Beat.TotalSeconds);
            var canary = _deployed.ContainsKey("canary") ? total * _canaryWeight / 100 : 0;
            return [.. _deployed.Select(pair => (pair.Key, pair.Value, pair.Key == "canary" ? canary : total - canary))];
        }
    }

    private async Task Serve(string track, string program, int orders)
    {
        var started = TimeProvider.System.GetTimestamp();
        var environment = new[] { KeyValuePair.Create("SHOP_LEDGER", Path.Combine(program, "ledger")) };
        var coupons = Enumerable.Range(0, orders).Select(_ => _dice.Chance(0.3)).ToList();
        var (_, answers) = await Shell.Run("sh", ["bin/shop"], program, environment, Orders(coupons), _end.Token);
        // Some orders fail whatever is deployed: networks do. Less than one in twenty, and a sound canary could not be told sound within
        // the demo's bake.
        var served = answers
            .Select(answer => answer.Split(' '))
            .Where(answer => answer is [_, "200" or "400", _] && !_dice.Chance(0.05))
            .Select(answer => int.Parse(answer[0], CultureInfo.InvariantCulture))
            .ToHashSet();
        foreach (var (route, hasCoupon) in new[] { ("/orders", false), ("/orders/coupon", true) })
        {
            var asked = Enumerable.Range(0, orders).Where(id => coupons[id] == hasCoupon).ToList();
            _counters.Add("http_requests_total", track, route, asked.Count);
            _counters.Add("http_errors_total", track, route, asked.Count(id => !served.Contains(id)));
        }

        _counters.Add("http_request_seconds_sum", track, "", TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private string Orders(List<bool> coupons)
    {
        var orders = new StringBuilder();
        foreach (var (id, hasCoupon) in coupons.Index())
        {
            orders.Append(
                CultureInfo.InvariantCulture,
                $"{id} {_dice.Between(1, 9)} {_dice.Between(1, 90)}.50 DE {(hasCoupon ? "TENOFF" : "")}\n"
            );
        }

        return orders.ToString();
    }
}
