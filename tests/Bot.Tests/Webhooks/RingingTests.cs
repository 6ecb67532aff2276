using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sluice.Bot.Tests.Metrics;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class RingingTests : IDisposable
{
    private readonly Queue<Exception?> _faults = new();
    private readonly List<IReadOnlyList<long>> _asked = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Ringing _ringing;
    private CancellationToken _stop;

    public RingingTests() => _ringing = new(Ring, new Impatient(), NullLogger<Ringing>.Instance);

    [Fact]
    public async Task What_is_stored_while_one_is_looked_up_is_rung_for_together()
    {
        Add(1);
        await _began.Task;
        Add(2);
        Add(3, 0);
        _release.SetResult();
        await _last.Task;

        Assert.Equal(
            [
                [1],
                [2, 3, 0],
            ],
            _asked
        );
    }

    [Fact]
    public async Task While_the_database_is_away_it_asks_again()
    {
        _faults.Enqueue(new NpgsqlException("no connection", new IOException("broken")));
        _faults.Enqueue(new NpgsqlException("no connection", new IOException("broken")));
        _release.SetResult();
        Add(1, 0);
        await _last.Task;

        Assert.Equal(
            [
                [1, 0],
                [1, 0],
                [1, 0],
            ],
            _asked
        );
    }

    [Fact]
    public async Task One_that_cannot_be_rung_for_keeps_none_of_its_neighbours_from_it()
    {
        _release.SetResult();
        Add(13, 7, 0);
        await _last.Task;

        Assert.Equal(
            [
                [13, 7, 0],
                [13],
                [7, 0],
            ],
            _asked
        );
    }

    [Fact]
    public async Task Who_stops_waits_until_it_is_rung()
    {
        Add(1, 0);
        await _began.Task;
        var stopping = _ringing.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        _release.SetResult();

        await stopping;
        Assert.True(_last.Task.IsCompleted);
    }

    [Fact]
    public async Task Who_has_no_time_left_to_wait_stops_all_the_same()
    {
        Add(1, 0);
        await _began.Task;

        await _ringing.StopAsync(new CancellationToken(canceled: true));

        Assert.False(_last.Task.IsCompleted);
        Assert.True(_stop.IsCancellationRequested);
        _release.SetResult();
        await _last.Task;
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_asked_in_halves()
    {
        TimesOut(1);
        _release.SetResult();
        Add(1, 2, 3, 4, 0);
        await _last.Task;

        Assert.Equal(
            [
                [1, 2, 3, 4, 0],
                [1, 2],
                [3, 4, 0],
            ],
            _asked
        );
    }

    [Fact]
    public async Task Who_waits_in_vain_for_a_database_loses_no_ring()
    {
        TimesOut(4);
        _release.SetResult();
        Add(1, 2, 0);
        await _ringing.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                [1, 2, 0],
                [1],
                [1],
                [1],
                [1],
                [2, 0],
            ],
            _asked
        );
    }

    public void Dispose() => _ringing.Dispose();

    private void Add(params long[] repos) => _ringing.Add([.. repos.Select(repo => Some.RepositoryFact(repo, 1))]);

    /// <summary>As a question that is slow does, a server that does not answer, and a pool of which nothing is free.</summary>
    private void TimesOut(int times)
    {
        for (var time = 0; time < times; time++)
        {
            _faults.Enqueue(new NpgsqlException("too long", new TimeoutException()));
        }
    }

    private async Task Ring(IReadOnlyList<Fact> news, CancellationToken stop)
    {
        IReadOnlyList<long> repos = [.. news.Select(fact => fact.Repo)];
        _asked.Add(repos);
        _stop = stop;
        _began.TrySetResult();
        await _release.Task;
        if (_faults.TryDequeue(out var fault) && fault is not null)
        {
            throw fault;
        }

        if (repos.Contains(13))
        {
            throw new InvalidOperationException("cannot be read");
        }

        if (repos.Contains(0))
        {
            _last.SetResult();
        }
    }
}
