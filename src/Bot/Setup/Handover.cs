using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Setup;

/// <summary>
/// From a process that waits for its App to one that works as it, without a new start: here or on another replica somebody registered the
/// App.
/// </summary>
/// <param name="read">The App that is stored, if any.</param>
/// <param name="build">What works as it, at the same addresses.</param>
internal sealed partial class Handover(Func<CancellationToken, Task<Registered?>> read, Func<Registered, string, WebApplication> build)
    : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _now = new(0);
    private Task _task = Task.CompletedTask;
    private volatile bool _isUnderWay;

    /// <summary>An App was stored just now.</summary>
    public void Now() => _now.Release();

    public void Begin(WebApplication waiting, Action<WebApplication> take) => _task = Task.Run(() => Run(waiting, take));

    /// <summary>When a handover that is under way is over.</summary>
    public Task Settled() => _isUnderWay ? _task : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
        _now.Dispose();
    }

    private async Task Run(WebApplication waiting, Action<WebApplication> take)
    {
        var log = waiting.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice.Setup");
        try
        {
            while (await Next(log) is var found)
            {
                if (found is null)
                {
                    continue;
                }

                _isUnderWay = true;
                var addresses = string.Join(';', waiting.Urls);
                await waiting.StopAsync(_stop.Token);
                take(await Started(build(found, addresses)));
                await waiting.DisposeAsync();
                Works(log, found.Id);
                return;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // told to end while it waited
        }
    }

    private async Task<WebApplication> Started(WebApplication working)
    {
        try
        {
            await Listening.Start(working, _stop.Token);
            return working;
        }
        catch
        {
            await working.DisposeAsync();
            throw;
        }
    }

    /// <summary>Null: not yet.</summary>
    private async Task<Registered?> Next(ILogger log)
    {
        await _now.WaitAsync(Often, _stop.Token);
        try
        {
            return await read(_stop.Token);
        }
        catch (Exception fault) when (fault is NpgsqlException or SettingsException)
        {
            Unread(log, fault.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Sluice works as App {App} from now on")]
    private static partial void Works(ILogger log, long app);

    [LoggerMessage(LogLevel.Warning, "Whether an App was registered cannot be read: {Why}")]
    private static partial void Unread(ILogger log, string why);
}
