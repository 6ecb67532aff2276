using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Requests to GitHub in its own terms: a caller, a path, a shape.</summary>
/// <param name="root">The REST root, with a slash at its end.</param>
internal sealed class Api(Uri root, HttpMessageInvoker chain, TimeProvider clock, Pulse? pulse = null)
{
    private readonly Lock _gate = new();
    private long _lastStamp;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How often this process stood still (<see cref="Pulse"/>).</summary>
    public int Stops => pulse?.Stops ?? 0;

    /// <summary>
    /// Stamps what only the bot writes: GitHub's times are whole seconds, within which the bot may write twice. Each is newer than the one
    /// before.
    /// </summary>
    public long OwnStamp(long atLeast)
    {
        lock (_gate)
        {
            _lastStamp = Math.Max(Math.Max(atLeast, Stamps.Of(Now)), _lastStamp + 1);
            return _lastStamp;
        }
    }

    /// <summary>What was asked for before this process stood still is not written: the next look finds what another made.</summary>
    public static Answer<T> StoodStill<T>(DateTimeOffset now) => new Answer<T>.Later(now, Pulse.Says) { Undone = true };

    public async Task<Answer<T>> Get<T>(Caller caller, string path, JsonTypeInfo<T> shape, CancellationToken stop)
    {
        using var request = Ask(caller, HttpMethod.Get, new Uri(root, path));
        return await Judging.Send(chain, request, shape, clock, stop);
    }

    /// <summary>All pages, up to a bound that no sound commit or pull request reaches.</summary>
    /// <param name="most">Pages. Where what is beyond them would be taken for gone, more than there can be.</param>
    /// <param name="once">The address holds a moment, and is never asked again.</param>
    public async Task<Answer<Row<TItem>>> All<T, TItem>(
        Caller caller,
        string path,
        JsonTypeInfo<T> shape,
        Func<T, IEnumerable<TItem>?> items,
        CancellationToken stop,
        int most = 50,
        bool once = false
    )
    {
        var all = new List<TItem>();
        var next = new Uri(root, path);
        for (var page = 0; next is not null && page < most; page++)
        {
            using var request = Ask(caller, HttpMethod.Get, next);
            request.Options.Set(Marks.Once, once);
            var answer = await Judging.Send(
                chain,
                request,
                shape,
                (value, response) => (Value: value, Next: Links.Next(response)),
                clock,
                stop
            );
            if (answer is not Answer<(T Value, Uri? Next)>.Made(var (value, after)))
            {
                return answer.Map(_ => Row.Of<TItem>([]));
            }

            all.AddRange(items(value) ?? []);
            if (after is not null && after.GetLeftPart(UriPartial.Authority) != root.GetLeftPart(UriPartial.Authority))
            {
                // The caller's token goes nowhere else.
                return new Answer<Row<TItem>>.Later(
                    Now + TimeSpan.FromMinutes(1),
                    $"GET {path}: the next page is said to be at {after.Host}"
                );
            }

            next = after;
        }

        return new Answer<Row<TItem>>.Made(all.ToRow());
    }

    public async Task<Answer<T>> Send<TBody, T>(
        Caller caller,
        HttpMethod method,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyShape,
        JsonTypeInfo<T> shape,
        CancellationToken stop,
        bool notifies = false
    )
    {
        using var request = Ask(caller, method, new Uri(root, path));
        request.Content = Json(body, bodyShape);
        request.Options.Set(Marks.Notifies, notifies);
        return await Judging.Send(chain, request, shape, clock, stop);
    }

    /// <summary>A request without a body whose answer says nothing beyond its status.</summary>
    public async Task<Answer<Nothing>> Do(Caller caller, HttpMethod method, string path, CancellationToken stop)
    {
        using var request = Ask(caller, method, new Uri(root, path));
        return (await Judging.Send(chain, request, GitHubJson.Default.Empty, clock, stop)).Map(_ => default(Nothing));
    }

    public async Task<Answer<GraphRepository>> Query(Caller caller, GraphAsk ask, CancellationToken stop)
    {
        using var request = Ask(caller, HttpMethod.Post, GraphRoot());
        request.Content = Json(ask, GraphJson.Default.GraphAsk);
        return await Judging.Send(chain, request, GraphJson.Default.GraphAnswer, clock, stop) switch
        {
            Answer<GraphAnswer>.Made(var answer) => GraphJudging.Judge(answer, Now),
            var other => other.Not<GraphRepository>(),
        };
    }

    public async Task<Answer<GraphReply>> Query(Caller caller, GraphKind kind, GraphFieldsAsk ask, CancellationToken stop)
    {
        using var request = Ask(caller, HttpMethod.Post, GraphRoot());
        request.Content = Json(ask, GraphJson.Default.GraphFieldsAsk);
        request.Options.Set(Marks.Mutates, kind != GraphKind.Query);
        request.Options.Set(Marks.Notifies, kind == GraphKind.Notification);
        return await Judging.Send(chain, request, GraphJson.Default.GraphReply, clock, stop);
    }

    /// <summary>One part of a path, whatever it holds.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    /// <summary>A branch's name or a file's path, whose slashes stay.</summary>
    public static string Parts(string path) => string.Join('/', path.Split('/').Select(Part));

    private HttpRequestMessage Ask(Caller caller, HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Options.Set(Marks.Caller, caller);
        request.Options.Set(Marks.Stops, Stops);
        Standard.Dress(request);
        return request;
    }

    /// <summary>Beside the REST root; on Enterprise Server, whose REST root is <c>/api/v3</c>, at <c>/api/graphql</c>.</summary>
    private Uri GraphRoot() =>
        root.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? new Uri(root, "../graphql") : new Uri(root, "graphql");

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> shape) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, shape)) { Headers = { { "Content-Type", "application/json" } } };
}
