using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Sluice.Bot.GitHub.Chain;

namespace Sluice.Bot.Telemetry;

/// <summary>Counts what goes to GitHub, and remembers what its answers say is left.</summary>
internal sealed class Counting : DelegatingHandler
{
    private readonly Meters _meters;
    private readonly ConcurrentDictionary<(string Caller, string Resource), (int Left, int Limit)> _budgets = new();

    public Counting(Meters meters, HttpMessageHandler inner)
        : base(inner)
    {
        _meters = meters;
        meters.Meter.CreateObservableGauge(
            "sluice.github.budget.remaining",
            () => Budgets(budget => budget.Left),
            description: "Requests that GitHub still allows in its present hour, by installation (app: the App itself)."
        );
        meters.Meter.CreateObservableGauge(
            "sluice.github.budget.limit",
            () => Budgets(budget => budget.Limit),
            description: "Requests that GitHub allows in an hour."
        );
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = (request.IsGraph(), request.IsRead()) switch
        {
            (true, true) => "graphql_read",
            (true, false) => "graphql_write",
            (false, true) => "rest_read",
            _ => "rest_write",
        };
        var status = 0;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            status = (int)response.StatusCode;
            Learn(request, response);
            return response;
        }
        finally
        {
            _meters.Requests.Add(1, Meters.Tag("kind", kind), Meters.Tag("status", status));
        }
    }

    private void Learn(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (Number(response, "x-ratelimit-remaining") is { } left && Number(response, "x-ratelimit-limit") is { } limit)
        {
            var caller = request.By();
            var resource =
                response.Headers.TryGetValues("x-ratelimit-resource", out var named) ? named.First()
                : request.IsGraph() ? "graphql"
                : "core";
            _budgets[(caller.IsApp ? "app" : caller.Installation.ToString(CultureInfo.InvariantCulture), resource)] = (left, limit);
        }
    }

    private IEnumerable<Measurement<int>> Budgets(Func<(int Left, int Limit), int> of) =>
        _budgets.Select(each => new Measurement<int>(
            of(each.Value),
            Meters.Tag("installation", each.Key.Caller),
            Meters.Tag("resource", each.Key.Resource)
        ));

    private static int? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
