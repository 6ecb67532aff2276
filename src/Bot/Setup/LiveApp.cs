using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Flow;

namespace Sluice.Bot.Setup;

/// <summary>The App's credentials as they are now: a new key or secret is taken up while the process runs.</summary>
/// <param name="first">Those that it started with.</param>
/// <param name="read">Those that stand where they came from: in the database, or in the files that the settings name. Null: none any
/// more.</param>
internal sealed partial class LiveApp(
    AppCredentials first,
    Func<CancellationToken, Task<AppCredentials?>> read,
    TimeProvider clock,
    ILogger<LiveApp> log
) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    /// <summary>Whoever knocks with forged signatures makes us look no oftener.</summary>
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile AppCredentials _now = first;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private string? _trouble;

    public AppCredentials Now => _now;

    /// <summary>Any of them may have signed a delivery.</summary>
    public IReadOnlyCollection<string> Secrets => [_now.WebhookSecret, .. _now.FormerSecrets];

    /// <returns>True: there may be others than before this was asked.</returns>
    public async Task<bool> LookAgain(CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            if (clock.GetUtcNow() - _looked >= Seldom)
            {
                _looked = clock.GetUtcNow();
                await Look(stop);
            }

            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Often, clock);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            await LookAgain(stoppingToken);
        }
    }

    /// <summary>What cannot be read, or is another App's, changes nothing.</summary>
    private async Task Look(CancellationToken stop)
    {
        try
        {
            if (await read(stop) is { } found && found.Id == _now.Id)
            {
                Take(found);
            }

            _trouble = null;
        }
        catch (Exception fault) when (fault is NpgsqlException or SettingsException)
        {
            if (_trouble != fault.Message)
            {
                Unread(log, _trouble = fault.Message);
            }
        }
    }

    private void Take(AppCredentials found)
    {
        var before = _now;
        _now = found;
        if (found.PrivateKey != before.PrivateKey)
        {
            Key(log, found.Id);
        }

        if (found.WebhookSecret != before.WebhookSecret || !found.FormerSecrets.Equals(before.FormerSecrets))
        {
            Secret(log, found.Id, Plural.Of(found.FormerSecrets.Count, "former one"));
        }
    }

    [LoggerMessage(LogLevel.Information, "App {App}: from now on its new private key is used")]
    private static partial void Key(ILogger log, long app);

    [LoggerMessage(LogLevel.Information, "App {App}: webhooks are checked with the webhook secret as it is now, and with {Former}")]
    private static partial void Secret(ILogger log, long app, string former);

    [LoggerMessage(LogLevel.Warning, "The App's credentials cannot be read again, so those from before stay in use: {Why}")]
    private static partial void Unread(ILogger log, string why);
}
