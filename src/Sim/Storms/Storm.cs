using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>
/// One seed: a team works through bad weather, the weather clears, and everything must come to rest with every invariant.
/// </summary>
public static class Storm
{
    private static readonly TimeSpan Working = TimeSpan.FromHours(2);
    private static readonly TimeSpan Draining = TimeSpan.FromHours(12);

    /// <param name="plant">Puts something between the turns and their ports; null: nothing.</param>
    /// <param name="always">The weather from the beginning to the very end; null: the seed draws one, and it clears.</param>
    /// <param name="turn">Makes another weather of the one that the seed draws; null: it is as it is.</param>
    /// <param name="native">GitHub's own merge queue tests and lands, and the bot drives it: what else the seed draws stays as it
    /// is.</param>
    public static StormReport Run(
        ulong seed,
        int pulls = 14,
        Func<Town, Ports, Ports>? plant = null,
        Weather? always = null,
        Func<Weather, Weather>? turn = null,
        bool native = false
    )
    {
        var town = new Town(seed, plant, native);
        var team = new Team(town, town.Dice.Fork());
        var whims = new Dice(~seed + 2);
        var drawn = Weather.Draw(town.Dice).Worse(whims).Harder(new Dice(~seed + 5));
        var weather = always ?? turn?.Invoke(drawn) ?? drawn;
        team.Plan(pulls, Working);
        team.PlanPause(new Dice(~seed).Fork(), Working);
        team.PlanTries(new Dice(~seed + 3), Working);
        new Strangers(town, whims.Fork()).Plan(weather.Deeds, Working);
        new Owners(town, new Dice(~seed + 7), team.Wanted).Plan(weather.Renames, weather.Forks, Working);
        Blow(town, weather);
        town.RunUntil(town.Clock.GetUtcNow() + Working);

        Blow(town, always ?? Weather.Calm);
        Drain(town);
        town.Ci.Flakes = 0; // whom chance put out shall land now, or it is no chance
        team.DoWhatTheBotAsks();
        team.AskAgain();
        Drain(town);
        town.Referee.AtRest(
            team.Wanted,
            town.Store.Ledgers<EnvironmentSubject, EnvironmentLedger>(null, default).Result.Any(pair => AsksForRevert(town, pair.Value))
        );
        DeployedInFreeze(town);
        SaidUntested(town);
        town.Native.AtRest();
        var violations = town
            .Referee.Violations.Concat(Alive(town).Select(left => $"{left} is still at work after {Draining.TotalHours} calm hours"))
            .ToList();
        return new StormReport(seed, weather, violations, town.Turns, town.Referee.Landings, town.Story) { Counts = town.Tally.Counts };
    }

    /// <summary>
    /// By the bot's own books: a deployment that was asked for before a window may be made in it. What takes something back goes all the
    /// same, and so do canaries of parts, by which is found what to take back.
    /// </summary>
    private static void DeployedInFreeze(Town town)
    {
        var isPart = false;
        foreach (var row in town.Store.LinesFrom(0))
        {
            isPart = row.Line.Kind == "trying" || (isPart && row.Line.Kind != "judged");
            if (
                !isPart
                && row.Line.Kind is "deploying" or "widened" or "promoting"
                && town.CanaryFreeze?.Holds(row.At) == true
                && !row.Line.Pulls.Any(number => Referee.IsRevert(town.Repo.Pulls[number]))
            )
            {
                town.Referee.Complain($"{row.At:HH:mm:ss} {row.Line.Says} though deployments are frozen");
            }
        }
    }

    /// <summary>GitHub's queue, as it is here, lands nothing else than what is green.</summary>
    private static void SaidUntested(Town town)
    {
        foreach (var row in town.Store.LinesFrom(0).Where(row => row.Line.Kind == "untested"))
        {
            town.Referee.Complain($"{row.At:HH:mm:ss} {row.Line.Says}");
        }
    }

    private static void Blow(Town town, Weather weather)
    {
        town.Deliveries.Weather = weather;
        (town.Perils.Rate, town.Perils.Frozen) = (weather.Crash, weather.Frozen);
        (town.Gusts.Rate, town.Gusts.Refusals) = (weather.Gusts, weather.Refusals);
        (town.Door.Limits, town.Door.Expiring, town.Door.Unprocessed) = (weather.Limits, weather.Expiring, weather.Unprocessed);
        town.Lies.Rate = weather.Lies;
        town.Door.ClockSet(weather.Skew - town.MachineClock.By);
        town.MachineClock.By = weather.Skew;
        if (weather.Skew != default)
        {
            town.Tally.Add(Fault.WrongClock);
        }
    }

    private static void Drain(Town town)
    {
        var deadline = town.Clock.GetUtcNow() + Draining;
        do
        {
            town.RunUntil(town.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        } while (Alive(town).Any() && town.Clock.GetUtcNow() < deadline);
    }

    private static IEnumerable<string> Alive(Town town)
    {
        var store = town.Store;
        return Keys(
                store
                    .Ledgers<PullSubject, PullLedger>(null, default)
                    .Result.Where(pair => pair.Value.Admission is not null || pair.Value.Try is not null || pair.Value.EndedTries.Count > 0)
            )
            .Concat(Keys(store.Ledgers<LaneSubject, LaneLedger>(null, default).Result))
            .Concat(
                Keys(
                    store
                        .Ledgers<EnvironmentSubject, EnvironmentLedger>(null, default)
                        .Result.Where(pair => !AsksForRevert(town, pair.Value))
                )
            );
    }

    /// <summary>
    /// Later work stands on what regressed, so that taking it back conflicts, at once or when its turn came; or it is not certain enough
    /// who is to blame, or the one to blame is itself a revert, or what the metrics tell is no verdict: that is a question for people, and
    /// there are none here.
    /// </summary>
    private static bool AsksForRevert(Town town, EnvironmentLedger ledger) =>
        (
            ledger.Canary is { Phase: CanaryPhase.Asking, Note: { } asked }
            && (asked.Contains("itself a revert", StringComparison.Ordinal) || town.Lies.Told)
        )
        || (
            ledger.Canary is { Taken.Count: > 0 } canary
            && (
                (canary is { Phase: CanaryPhase.Asking, Note: { } note } && note.Contains("conflicts in", StringComparison.Ordinal))
                || (
                    canary.RevertPull is { } revert
                    && town.Store.Ledger<PullLedger>(new PullSubject(town.Repo.Id, revert), default).Result.Value?.Standing.Code
                        is Code.MergeConflict
                            or Code.NotApproved
                )
            )
        );

    private static IEnumerable<string> Keys<TSubject, TLedger>(IEnumerable<KeyValuePair<TSubject, TLedger>> ledgers)
        where TSubject : Subject => ledgers.Select(pair => pair.Key.Key);
}

/// <summary>How one seed went. Repeat it with the seed and the commit.</summary>
public sealed record StormReport(
    ulong Seed,
    Weather Weather,
    IReadOnlyList<string> Violations,
    int Turns,
    int Landings,
    IReadOnlyList<string> Story
)
{
    /// <summary>What befell it, and how often.</summary>
    public required IReadOnlyDictionary<Fault, int> Counts { get; init; }

    public int Of(params Fault[] faults) => faults.Sum(fault => Counts.GetValueOrDefault(fault));
}
