using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Limits;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>What stands between a caller and a handler: the rate limits, and the weather.</summary>
public sealed class Gatehouse(World world, Toll toll)
{
    private const string GraphQl = "/graphql";

    // Only these move branches on somebody's word: where GitHub was seen to refuse for a moment.
    private static readonly string[] BranchMoves = ["/merges", "/merge", "/merge-async", "/git/refs/{ref*}", "/update-branch"];

    private readonly Dice _dice = new(world.Dice.Next());
    private readonly ConcurrentDictionary<string, int> _underWay = new(StringComparer.Ordinal);

    public Toll Toll { get; } = toll;

    /// <summary>Counts a request as under way until it is disposed of; with a refusal when its caller has too many.</summary>
    public Visit Enter(string who)
    {
        var atOnce = _underWay.AddOrUpdate(who, 1, (_, count) => count + 1);
        var isCrowd = Toll.Numbers.IsOn && atOnce > Toll.Numbers.AtOnce;
        return new Visit(isCrowd ? Toll.TooFast : null, () => Leave(who));
    }

    /// <summary>Who has requests under way: tokens come and go, and none is remembered.</summary>
    internal IEnumerable<string> UnderWay => _underWay.Keys;

    private void Leave(string who)
    {
        if (_underWay.AddOrUpdate(who, 0, (_, count) => count - 1) == 0)
            _underWay.TryRemove(KeyValuePair.Create(who, 0));
    }

    /// <summary>Runs a handler, unless the limits or the weather are against it.</summary>
    public Reply Run(Call call, Func<Call, Reply> handler)
    {
        var passage = PassageOf(call);
        var standing = call.Route.Pattern == "/rate_limit" ? Toll.Look(passage, world.Now) : Toll.Pass(passage, world.Now);
        if (standing.Refusal is not null)
            return Refuse(standing, passage);
        switch (world.Weather.Fate(_dice, MovesBranches(call.Route)))
        {
            case ApiFate.ServerError:
                return new Reply(502, new JsonObject { ["message"] = "Server Error" });
            case ApiFate.Limited:
                return Refuse(Toll.Slow(passage, world.Now), passage);
            case ApiFate.Conflict:
                return Told(Reply.Refused(Passing(call.Route)), standing, passage);
            case ApiFate.LostAnswer:
                return handler(call) with { IsLost = true };
            default:
                return Told(handler(call), standing, passage);
        }
    }

    /// <summary>An answer of 304 costs nothing: the headers as they are then.</summary>
    public SortedDictionary<string, string> GiveBack(Passage? passage)
    {
        if (passage is null)
            return [];
        lock (world.Gate)
            return Headers(Toll.Refund(passage, world.Now));
    }

    public Passage PassageOf(Call call)
    {
        var resource = call.Route.Pattern switch
        {
            GraphQl => "graphql",
            "/app-manifests/{code}/conversions" => "integration_manifest",
            _ => "core",
        };
        var limit = resource == "integration_manifest" ? Toll.Numbers.PerHour : LimitOf(call.Caller);
        return new Passage(KeyOf(call.Caller), resource, limit, PointsOf(call, resource), IsContent(call));
    }

    /// <summary>It makes something that people are told of: a route that does, or a mutation that adds a comment.</summary>
    public static bool IsContent(Call call) =>
        call.Route.IsContent
        || (call.Route.Pattern == GraphQl && call.Body.Text("query")?.Contains("addComment", StringComparison.Ordinal) == true);

    private static SortedDictionary<string, string> Headers(Standing standing) =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["x-ratelimit-limit"] = Text(standing.Limit),
            ["x-ratelimit-remaining"] = Text(standing.Remaining),
            ["x-ratelimit-used"] = Text(standing.Used),
            ["x-ratelimit-reset"] = Text(standing.Resets.ToUnixTimeSeconds()),
            ["x-ratelimit-resource"] = standing.Resource,
        };

    private static Reply Told(Reply reply, Standing standing, Passage passage)
    {
        foreach (var (name, value) in Headers(standing))
            reply.Headers[name] = value;
        return reply with { Passage = passage };
    }

    private static Reply Refuse(Standing standing, Passage passage)
    {
        // GraphQL says it with a success: an error of its own inside.
        var reply =
            passage.Resource == "graphql" && standing.RetryAfter is null
                ? GraphQlLimit(standing.Refusal!)
                : Reply.Refused(standing.Refusal!);
        if (standing.RetryAfter is { } wait)
            reply.Headers["retry-after"] = Text((long)Math.Ceiling(Math.Max(1, wait.TotalSeconds)));
        foreach (var (name, value) in Headers(standing))
            reply.Headers[name] = value;
        return reply;
    }

    private static Reply GraphQlLimit(Refusal refusal) =>
        Reply.Ok(
            new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["type"] = "RATE_LIMITED", ["message"] = refusal.Message }) }
        );

    private static Refusal Passing(Route route) =>
        route.Pattern switch
        {
            var p when p.EndsWith("/merge", StringComparison.Ordinal) => new Refusal(
                405,
                "Base branch was modified. Review and try the merge again."
            ),
            var p when p.EndsWith("/merges", StringComparison.Ordinal) => new Refusal(
                409,
                "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information."
            ),
            _ => new Refusal(409, "Reference cannot be updated"),
        };

    private static bool MovesBranches(Route route) =>
        route.Method != "GET" && BranchMoves.Any(end => route.Pattern.EndsWith(end, StringComparison.Ordinal));

    private static int PointsOf(Call call, string resource)
    {
        if (resource != "graphql")
            return call.Route.Method is "GET" or "HEAD" ? 1 : 5;
        return call.Body.Text("query")?.TrimStart().StartsWith("mutation", StringComparison.Ordinal) == true ? 5 : 1;
    }

    private static string KeyOf(Caller caller) =>
        caller switch
        {
            Caller.Bot bot => $"installation ID {Text(bot.Installation.Id)}",
            Caller.User or Caller.OnBehalf => $"user ID {Text(caller.Who.Id)}",
            Caller.TheApp app => $"app ID {Text(app.App.Id)}",
            _ => "127.0.0.1",
        };

    // 50 an hour more for each repository and each member over twenty.
    private int LimitOf(Caller caller)
    {
        var numbers = Toll.Numbers;
        if (caller is Caller.Anonymous)
            return numbers.AnonymousPerHour;
        if (caller is not Caller.Bot bot)
            return numbers.PerHour;
        var repositories = world.Repositories.Values.Count(bot.Installation.Covers);
        var more = 50 * (Math.Max(0, repositories - 20) + Math.Max(0, bot.Installation.Account.Members.Count - 20));
        return Math.Min(numbers.PerHour + more, Math.Max(numbers.PerHourAtMost, numbers.PerHour));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A request that is under way.</summary>
    public sealed class Visit(Refusal? refusal, Action leave) : IDisposable
    {
        public Refusal? Refusal { get; } = refusal;

        public void Dispose() => leave();
    }
}
