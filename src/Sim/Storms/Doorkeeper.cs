using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>
/// What GitHub says to a request before it looks at what was asked: that a limit keeps it, that its token is none any more, that the
/// repository has another name. It knows which process asks, and holds that against it which asks again before its time.
/// </summary>
public sealed class Doorkeeper(World world, Dice dice, Tally tally, Action<string> complain)
{
    private const int Most = 6;

    private readonly SortedDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (DateTimeOffset Until, int InRow)> _refused = [];
    private (Limit Kind, DateTimeOffset Until) _limit;
    private int _issued;

    private enum Limit
    {
        Hour,
        Named,
        Unnamed,
    }

    /// <summary>Probability that a limit is reached with one request.</summary>
    public double Limits { get; set; }

    /// <summary>Probability that a token ends with one request, long before its time.</summary>
    public double Expiring { get; set; }

    /// <summary>Probability of a 422 that is gone when asked again.</summary>
    public double Unprocessed { get; set; }

    /// <summary>Somebody may be kept out by it now.</summary>
    public bool KeepsOut =>
        Limits + Expiring + Unprocessed > 0 || _limit.Until > world.Now || _refused.Values.Any(refused => refused.Until > world.Now);

    /// <summary>
    /// A machine's clock was set: by it the times that its processes were named come so much sooner, and how often they were refused they
    /// know as before.
    /// </summary>
    public void ClockSet(TimeSpan ahead)
    {
        foreach (var (process, told) in _refused.ToList())
        {
            _refused[process] = told with { Until = told.Until - ahead };
        }
    }

    /// <param name="process">Who asks: what one was told, another does not know.</param>
    public HttpResponseMessage Answer(HttpRequestMessage request, int process)
    {
        var response = Says(request, process);
        response.RequestMessage = request;
        response.Headers.Date = world.Now;
        return response;
    }

    private HttpResponseMessage Says(HttpRequestMessage request, int process)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/access_tokens", StringComparison.Ordinal))
        {
            return Token();
        }

        if (_refused.TryGetValue(process, out var told) && told.Until > world.Now)
        {
            complain($"{path} was asked for {(told.Until - world.Now).TotalSeconds:0} s before the time that a refusal had named");
        }

        if (Limited() is { } limit)
        {
            return Refuse(limit, process);
        }

        _refused.Remove(process);
        if (request.Headers.Authorization?.Parameter is not { } token || !Takes(token))
        {
            return Of(HttpStatusCode.Unauthorized, """{"message":"Bad credentials"}""");
        }

        return path.Split('/') is [_, "repos", var owner, var name, ..] && world.Repository(owner, name) is null ? Moved()
            : Unprocessed > 0 && dice.Chance(Unprocessed) ? Unprocessable()
            : Of(HttpStatusCode.OK, "{}");
    }

    private HttpResponseMessage Token()
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"token-{++_issued}");
        _tokens[token] = world.Now.AddHours(1);
        return Of(HttpStatusCode.Created, $$"""{"token":"{{token}}","expires_at":"{{_tokens[token]:yyyy-MM-ddTHH:mm:ssZ}}"}""");
    }

    private bool Takes(string token)
    {
        if (Expiring > 0 && dice.Chance(Expiring))
        {
            tally.Add(Fault.TokenEnded);
            _tokens.Remove(token);
        }

        return _tokens.TryGetValue(token, out var until) && until > world.Now;
    }

    /// <summary>The limit that holds now; null: none does.</summary>
    private Limit? Limited()
    {
        if (_limit.Until <= world.Now && Limits > 0 && dice.Chance(Limits))
        {
            var kind = dice.Pick(Enum.GetValues<Limit>());
            _limit = (kind, world.Now + TimeSpan.FromSeconds(kind == Limit.Hour ? dice.Between(30, 1800) : dice.Between(5, 300)));
        }

        return _limit.Until > world.Now ? _limit.Kind : null;
    }

    private HttpResponseMessage Refuse(Limit limit, int process)
    {
        tally.Add(limit == Limit.Hour ? Fault.HourSpent : Fault.Limited);
        var response = Of(
            dice.Chance(0.5) ? HttpStatusCode.Forbidden : HttpStatusCode.TooManyRequests,
            limit == Limit.Hour
                ? """{"message":"API rate limit exceeded for installation"}"""
                : """{"message":"You have exceeded a secondary rate limit"}"""
        );
        var inRow = Math.Min(Most, _refused.GetValueOrDefault(process).InRow + 1);
        DateTimeOffset until;
        switch (limit)
        {
            // Whole seconds are named: who keeps to them waits a little longer than the limit holds.
            case Limit.Hour:
                var reset = (long)Math.Ceiling((_limit.Until - DateTimeOffset.UnixEpoch).TotalSeconds);
                response.Headers.Add("x-ratelimit-remaining", "0");
                response.Headers.Add("x-ratelimit-reset", reset.ToString(CultureInfo.InvariantCulture));
                until = DateTimeOffset.FromUnixTimeSeconds(reset);
                break;
            case Limit.Named:
                var seconds = Math.Ceiling((_limit.Until - world.Now).TotalSeconds);
                response.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
                until = world.Now + TimeSpan.FromSeconds(seconds);
                break;
            default:
                // GitHub's rule where it names no time: a minute, and each time longer.
                until = world.Now + TimeSpan.FromMinutes(1 << (inRow - 1));
                break;
        }

        _refused[process] = (until, inRow);
        return response;
    }

    private HttpResponseMessage Moved()
    {
        tally.Add(Fault.SentOn);
        return Of(HttpStatusCode.MovedPermanently, """{"message":"Moved Permanently"}""");
    }

    private HttpResponseMessage Unprocessable()
    {
        tally.Add(Fault.Unprocessed);
        return Of(HttpStatusCode.UnprocessableEntity, """{"message":"Validation Failed"}""");
    }

    private static HttpResponseMessage Of(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
