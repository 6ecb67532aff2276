using Microsoft.Extensions.Logging;
using Sluice.Bot.GitHub;
using Sluice.Bot.Notifying;
using Sluice.Bot.Operating;
using Sluice.Bot.Store;
using Sluice.Bot.Tracing;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>The sweep as the engine runs it, and the tidying that goes with it.</summary>
internal sealed partial class Sweeping(
    SubjectTurns turns,
    PostgresStore store,
    Missed missed,
    Notices notices,
    Outages outages,
    OutageNews news,
    Standstill standstill,
    TimeProvider clock,
    ILogger<Sweeping> log,
    PullTraces? traces = null
)
{
    /// <summary>GitHub offers deliveries again for three days, Enterprise Server for seven.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private static readonly TimeSpan BetweenTidying = TimeSpan.FromHours(1);

    private DateTimeOffset _tidied;

    private bool _hasSwept;

    /// <summary>Whether everything stood still at the last sweep here.</summary>
    private bool _stood;

    /// <summary>As of the last sweep here, by id; null: there was none yet.</summary>
    private Dictionary<long, string>? _known;

    /// <param name="everyOne">Whether no repository is to wait for its turn. At the first time none does: nobody knows what was not rung
    /// for before.</param>
    public async Task All(bool everyOne, CancellationToken stop)
    {
        if (outages.Waits(0) is null)
        {
            await Learn(stop);
        }

        foreach (var trouble in await turns.Sweep.All(stop, repo => outages.Waits(repo.Installation) is not null, everyOne || !_hasSwept))
        {
            Trouble(log, trouble);
        }

        _hasSwept = true;

        var stands = await standstill.Holds(stop);
        if (stands && !_stood)
        {
            StandsStill(log);
        }

        _stood = stands;
        if (!stands)
        {
            await Write(stop);
        }

        await notices.Send(stop);
        await (traces?.Send(stop) ?? Task.CompletedTask);
        if (clock.GetUtcNow() - _tidied > BetweenTidying)
        {
            await store.Prune(clock.GetUtcNow() - Remembered, stop);
            _tidied = clock.GetUtcNow();
        }
    }

    /// <summary>What a sweep writes to GitHub, but for branches that it deletes.</summary>
    private async Task Write(CancellationToken stop)
    {
        if (outages.Stands(0) is null && await missed.AskAgain(stop) is > 0 and var count)
        {
            AskedAgain(log, count);
        }

        await news.Tell(stop);
    }

    /// <summary>Says whom it looks after: nothing can be said in a repository that is archived, or that the App was taken off.</summary>
    private async Task Learn(CancellationToken stop)
    {
        await turns.Sweep.Repositories(stop);
        var now = (await store.Alive<RepositoryFact>(null, stop)).ToDictionary(fact => fact.Repo, fact => fact.Repository.FullName);
        foreach (var (id, name) in _known ?? now)
        {
            if (!now.TryGetValue(id, out var called))
            {
                Lost(log, name);
            }
            else if (called != name)
            {
                Renamed(log, name, called);
            }
        }

        foreach (var (id, name) in now.Where(each => _known?.ContainsKey(each.Key) == false))
        {
            Found(log, name);
        }

        _known = now;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Repository} is not looked after any more: it was archived, deleted or moved, or the App was suspended or taken off it. Everything stands still there until it is back"
    )]
    private static partial void Lost(ILogger log, string repository);

    [LoggerMessage(
        LogLevel.Warning,
        "Everything stands still, because an operator stopped it: nothing lands, deploys or is written to GitHub. Go on, at /operator, ends it"
    )]
    private static partial void StandsStill(ILogger log);

    [LoggerMessage(LogLevel.Information, "{Repository} is looked after from now on")]
    private static partial void Found(ILogger log, string repository);

    [LoggerMessage(LogLevel.Information, "{Before} is called {Now} now")]
    private static partial void Renamed(ILogger log, string before, string now);

    [LoggerMessage(LogLevel.Information, "Webhooks that GitHub could not deliver, and was asked to deliver again: {Count}")]
    private static partial void AskedAgain(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "Could not be reconciled now: {Trouble}")]
    private static partial void Trouble(ILogger log, string trouble);
}
