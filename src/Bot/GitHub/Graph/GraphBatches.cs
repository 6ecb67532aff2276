using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Chain;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Graph;

/// <summary>
/// Gathers what many turns ask within a moment into one request. GitHub counts requests, and answers each field by itself: what is wrong
/// with one is no harm to the others.
/// </summary>
/// <param name="linger">How long the first of a batch waits for others.</param>
internal sealed class GraphBatches(Api api, TimeSpan linger, TimeProvider clock)
{
    /// <summary>GitHub does one mutation after the other, and gives a request ten seconds.</summary>
    private const int Most = 20;

    /// <summary>How long a field that GitHub does not take as it is written is not asked again.</summary>
    private static readonly TimeSpan Miswritten = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _miswritten = [];
    private readonly Dictionary<(Caller Caller, GraphKind Kind), List<Asking>> _open = [];

    /// <summary>Asks, and goes on with what the field resolved to.</summary>
    /// <param name="byRest">Serves instead where GitHub does not take the field as it is written.</param>
    public async Task<Answer<T>> Ask<T>(
        Caller caller,
        GraphKind kind,
        GraphField field,
        Func<JsonObject, Task<Answer<T>>> next,
        Func<Task<Answer<T>>> byRest,
        CancellationToken stop
    )
    {
        if (Takes(field))
        {
            var answer = await Ask(caller, kind, field, stop);
            if (answer is not Answer<JsonObject>.Refused { Status: 422 } || Takes(field))
            {
                return await Task.FromResult(answer).Then(next);
            }
        }

        return await byRest();
    }

    private bool Takes(GraphField field)
    {
        lock (_gate)
        {
            return !_miswritten.TryGetValue(field.Text, out var until) || until <= api.Now;
        }
    }

    private async Task<Answer<JsonObject>> Ask(Caller caller, GraphKind kind, GraphField field, CancellationToken stop)
    {
        var asking = new Asking(field, api.Stops);
        List<Asking>? begun = null;
        lock (_gate)
        {
            if (_open.TryGetValue((caller, kind), out var batch))
            {
                batch.Add(asking);
            }
            else
            {
                _open.Add((caller, kind), begun = [asking]);
            }

            if ((begun ?? batch)!.Count == Most)
            {
                _open.Remove((caller, kind));
            }
        }

        if (begun is not null)
        {
            _ = Gather(caller, kind, begun);
        }

        return await asking.Answered.Task.WaitAsync(stop);
    }

    /// <summary>Belongs to all who asked: none of them can cancel it for the others.</summary>
    private async Task Gather(Caller caller, GraphKind kind, List<Asking> batch)
    {
        try
        {
            await Task.Delay(linger, clock);
            lock (_gate)
            {
                if (_open.TryGetValue((caller, kind), out var open) && ReferenceEquals(open, batch))
                {
                    _open.Remove((caller, kind));
                }
            }

            await Send(caller, kind, batch);
        }
        catch (Exception fault)
        {
            batch.ForEach(asking => asking.Answered.TrySetException(fault));
        }
    }

    private async Task Send(Caller caller, GraphKind kind, IReadOnlyList<Asking> batch)
    {
        if (kind != GraphKind.Query && batch.Any(asking => asking.Stops != api.Stops))
        {
            batch.ToList().ForEach(asking => asking.Answered.TrySetResult(Api.StoodStill<JsonObject>(api.Now)));
            return;
        }

        var answer = await api.Query(caller, kind, GraphWords.Of(kind, [.. batch.Select(asking => asking.Field)]), CancellationToken.None);
        if (answer is Answer<GraphReply>.Made { Value: { IsMiswritten: true } reply })
        {
            if (batch is [var alone])
            {
                lock (_gate)
                {
                    _miswritten[alone.Field.Text] = api.Now + Miswritten;
                }

                alone.Answered.TrySetResult(new Answer<JsonObject>.Refused($"GraphQL: {reply.Errors![0].Message}", 422));
                return;
            }

            // Alone, each answers for itself.
            foreach (var asking in batch)
            {
                await Send(caller, kind, [asking]);
            }

            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var alias = GraphWords.Alias(i);
            batch[i]
                .Answered.TrySetResult(answer is Answer<GraphReply>.Made(var made) ? made.Of(alias, api.Now) : answer.Not<JsonObject>());
        }
    }

    private sealed record Asking(GraphField Field, int Stops)
    {
        public TaskCompletionSource<Answer<JsonObject>> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
