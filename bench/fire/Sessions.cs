using System.Globalization;
using Npgsql;

namespace Sluice.Bench.Fire;

/// <summary>
/// What the database's sessions are at while something runs, by looking ever again: how many at once run, wait for what, or hold a
/// transaction open.
/// </summary>
internal sealed class Sessions : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Task _looking;
    private int _looks;

    public Sessions(string connection) => _looking = Look(connection);

    /// <summary>How many at once, in the mean, were at what, the most first.</summary>
    public async Task<string> End()
    {
        await _stop.CancelAsync();
        await _looking;
        return string.Join(
            ", ",
            _seen
                .Where(one => one.Value >= 0.05 * _looks)
                .OrderByDescending(one => one.Value)
                .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {(double)one.Value / _looks:0.0}"))
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task Look(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        using var beat = new PeriodicTimer(Beat);
        try
        {
            while (await beat.WaitForNextTickAsync(_stop.Token))
            {
                await using var command = database.CreateCommand(
                    """
                    select case
                        when state like 'idle in transaction%' then 'in a transaction, told nothing'
                        when wait_event_type is null then 'running'
                        when wait_event_type = 'Lock' then 'waiting for a row'
                        when wait_event_type = 'IO' or wait_event = 'WALWrite' then 'waiting for the disk'
                        else wait_event_type || ' ' || wait_event end
                    from pg_stat_activity
                    where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()
                    """
                );
                await using var rows = await command.ExecuteReaderAsync(_stop.Token);
                while (await rows.ReadAsync(_stop.Token))
                {
                    _seen[rows.GetString(0)] = _seen.GetValueOrDefault(rows.GetString(0)) + 1;
                }

                _looks++;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return; // in the midst of a look, which does not count
        }
    }
}
