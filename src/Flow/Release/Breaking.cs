using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>Opens the breakers of an environment, tries one small batch when it is time, and closes them.</summary>
internal static class Breaking
{
    private const int FailedInARow = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Before the first try; each further one waits twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(16);

    /// <summary>A source that is silent for less is not worth stopping anybody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Since when the metrics cannot be read; kept in the ledger, since no single look tells how long.</summary>
    public static EnvironmentLedger Watched(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        IsBlind(seen, ledger) switch
        {
            true => ledger with { Blind = ledger.Blind ?? seen.Now },
            false => ledger with { Blind = null },
            // Nobody asks now, so what was found before says nothing of the time since; but of an open one somebody has to find out.
            null => Find(ledger, BreakerKind.Metrics) is { State: BreakerState.Open } ? ledger : ledger with { Blind = null },
        };

    /// <summary>A source cannot be read, for so short a time that it is asked again before anybody is told.</summary>
    public static bool MayPass(EnvironmentSeen seen, EnvironmentLedger ledger) => seen.Now - ledger.Blind < Patience;

    /// <summary>The next change of any of them; null: none.</summary>
    public static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        Resumed(seen, ledger) ?? Deploys(seen, ledger) ?? Reverts(seen, ledger) ?? Metrics(seen, ledger);

    /// <summary>The one that stops what would begin now; null: none.</summary>
    public static Breaker? Stops(EnvironmentLedger ledger) => ledger.Breakers.FirstOrDefault(breaker => breaker.State == BreakerState.Open);

    /// <summary>
    /// One small batch is let through, and is waited for: what was given up before may be that; what was taken off as such waits for what
    /// lands next.
    /// </summary>
    public static bool TriesAgain(EnvironmentLedger ledger) =>
        ledger.Breakers.Any(breaker =>
            breaker.State == BreakerState.HalfOpen && !Began(ledger, breaker).Any(canary => canary.End == CanaryEnd.RolledBack)
        );

    private static Step? Resumed(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (ledger.Breakers.FirstOrDefault(breaker => seen.Resumed > breaker.Since) is not { } breaker)
        {
            return null;
        }

        var step = Close(ledger, breaker.Kind, BreakerWords.ClosedBy(breaker.Kind));
        return step with
        {
            Ledger = step.Ledger with
            {
                Closed = seen.Resumed,
                // Else it would open again in this very look.
                Blind = breaker.Kind == BreakerKind.Metrics ? null : ledger.Blind,
            },
        };
    }

    private static Step? Deploys(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        Find(ledger, BreakerKind.Deploys) switch
        {
            null when Failures(seen, ledger) >= FailedInARow => Open(seen, ledger, BreakerKind.Deploys, 1, seen.Now + FirstPause),
            { State: BreakerState.HalfOpen } trying when Began(ledger, trying).Any(canary => canary.DeployFailed) => Open(
                seen,
                ledger,
                BreakerKind.Deploys,
                trying.Trips + 1,
                seen.Now + Breaker.Pause(trying.Trips + 1, FirstPause, LongestPause)
            ),
            // A revert goes through an open one as well.
            { } known when Began(ledger, known).Any(IsDeployed) => Close(
                ledger,
                BreakerKind.Deploys,
                BreakerWords.Closed(BreakerKind.Deploys)
            ),
            { State: BreakerState.Open } open when seen.Now >= open.TryAt => Try(seen, ledger, open),
            _ => null,
        };

    private static bool IsDeployed(Canary canary) =>
        !canary.DeployFailed && (canary.BakingSince is not null || canary.End == CanaryEnd.Promoted);

    /// <summary>Those before somebody let it go on are forgiven.</summary>
    private static int Failures(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger
            .Past.Reverse()
            .Where(canary => canary.End != CanaryEnd.Superseded)
            .TakeWhile(canary => canary.DeployFailed && !(canary.Ended <= Forgiven(seen, ledger)))
            .Count();

    private static Step? Reverts(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        var since = Forgiven(seen, ledger);
        var opened = ledger.RevertsOpened.Where(at => seen.Now - at < Day && !(at <= since)).ToList();
        var most = seen.Policy.RevertsPerDay;
        return Find(ledger, BreakerKind.Reverts) switch
        {
            null when most > 0 && opened.Count >= most => Open(seen, ledger, BreakerKind.Reverts, 1, opened[opened.Count - most] + Day),
            { State: BreakerState.Open } open when seen.Now >= open.TryAt => Try(seen, ledger, open),
            { State: BreakerState.HalfOpen } trying when ledger.RevertsOpened.Any(at => at > trying.Since) => Open(
                seen,
                ledger,
                BreakerKind.Reverts,
                trying.Trips + 1,
                seen.Now + Day
            ),
            { State: BreakerState.HalfOpen } trying when Began(ledger, trying).Any(canary => canary.End == CanaryEnd.Promoted) => Close(
                ledger,
                BreakerKind.Reverts,
                BreakerWords.Closed(BreakerKind.Reverts)
            ),
            _ => null,
        };
    }

    private static Step? Metrics(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        Find(ledger, BreakerKind.Metrics) switch
        {
            // The policy asks no source any more, so that none could close it.
            { } known when seen.Policy.Metrics.All(metric => metric.Check is not null) => Close(
                ledger with
                {
                    Blind = null,
                },
                known.Kind,
                BreakerWords.Unasked()
            ),
            null when seen.Now - ledger.Blind >= Patience => Open(seen, ledger, BreakerKind.Metrics, 1, Again(seen, seen.Now, 1)),
            { } known when ledger.Blind is null && ledger.Canary is { BakingSince: not null } && IsBlind(seen, ledger) == false => Close(
                ledger,
                known.Kind,
                BreakerWords.Closed(known.Kind)
            ),
            { State: BreakerState.Open } open
                when ledger.Blind is null || (ledger.Canary is null && seen.Now >= (open.TryAt ?? Again(seen, open.Since, open.Trips))) =>
                Try(seen, ledger with { Blind = null }, open),
            { State: BreakerState.HalfOpen } trying when seen.Now - ledger.Blind >= Patience => Open(
                seen,
                ledger,
                BreakerKind.Metrics,
                trying.Trips + 1,
                Again(seen, seen.Now, trying.Trips + 1)
            ),
            _ => null,
        };

    /// <summary>
    /// Counts that are handed in are handed in for a canary: without one there is nobody to ask whether they come again, so one is tried.
    /// Null: the source itself says when it can be read.
    /// </summary>
    private static DateTimeOffset? Again(EnvironmentSeen seen, DateTimeOffset from, int trips) =>
        seen.Policy.Metrics.Any(metric => metric is { IsPushed: false, Check: null })
            ? null
            : from + Breaker.Pause(trips, FirstPause, LongestPause);

    /// <summary>Whether the source fails now; null: it was not asked.</summary>
    private static bool? IsBlind(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        seen.Readings.Any(read => read.Trouble is not null) ? true
        : seen.Readings.Any(read =>
            read.Ticks.Any(tick => ledger.Canary is { } canary && tick.Deployment.StartsWith(canary.Id, StringComparison.Ordinal))
        )
            ? false
        : seen.Traffic.Count == 0 ? null
        : seen.Traffic.Any(traffic => traffic.PerMinute is null);

    /// <summary>When what failed before was last forgiven: by a person, or because a breaker was closed.</summary>
    private static DateTimeOffset? Forgiven(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        seen.Resumed > ledger.Closed || ledger.Closed is null ? seen.Resumed : ledger.Closed;

    private static IEnumerable<Canary> Began(EnvironmentLedger ledger, Breaker trying) =>
        (ledger.Canary is { } canary ? ledger.Past.Append(canary) : ledger.Past).Where(canary =>
            canary.Created >= trying.Since && canary.Part is null
        );

    private static Breaker? Find(EnvironmentLedger ledger, BreakerKind kind) =>
        ledger.Breakers.FirstOrDefault(breaker => breaker.Kind == kind);

    private static Step Open(EnvironmentSeen seen, EnvironmentLedger ledger, BreakerKind kind, int trips, DateTimeOffset? tryAt)
    {
        var breaker = new Breaker(kind, BreakerState.Open, seen.Now, trips, tryAt);
        return new Step(Put(ledger, kind, breaker), new JournalLine("breaker_open", BreakerWords.Opened(breaker), []));
    }

    private static Step Try(EnvironmentSeen seen, EnvironmentLedger ledger, Breaker open)
    {
        var breaker = open with { State = BreakerState.HalfOpen, Since = seen.Now, TryAt = null };
        return new Step(Put(ledger, open.Kind, breaker), new JournalLine("breaker_half_open", BreakerWords.Tried(breaker), []));
    }

    private static Step Close(EnvironmentLedger ledger, BreakerKind kind, string says)
    {
        var since = Find(ledger, kind)!.Since;
        return new Step(
            Put(ledger, kind, null) with
            {
                Closed = since > ledger.Closed || ledger.Closed is null ? since : ledger.Closed,
            },
            new JournalLine("breaker_closed", says, [])
        );
    }

    private static EnvironmentLedger Put(EnvironmentLedger ledger, BreakerKind kind, Breaker? breaker) =>
        ledger with
        {
            Breakers = ledger
                .Breakers.Where(known => known.Kind != kind)
                .Concat(breaker is null ? [] : [breaker])
                .OrderBy(known => known.Kind)
                .ToRow(),
        };
}
