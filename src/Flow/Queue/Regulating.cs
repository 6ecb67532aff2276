using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Keeps those out whom the regulator does not let in yet, counts who was served and what CI an agent took, and notes the line.
/// </summary>
internal static class Regulating
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Limits come back as time goes by, and minutes of CI are forgotten after a day: nothing rings for that.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    public static void TakeIn(Draft draft)
    {
        foreach (var now in draft.Seen.Allowances)
        {
            if (
                draft.Ledger.Limits.FirstOrDefault(known => (known.Kind, known.Name) == (now.Kind, now.Name)) is { } before
                && before.Limit != now.Limit
            )
            {
                draft.Say("limit", OutsideWords.Changed(before, now), []);
            }
        }

        draft.Ledger = draft.Ledger with
        {
            Outside = draft.Seen.Outside,
            Limits = draft.Seen.Allowances,
            Spent = draft.Ledger.Spent.Where(spent => draft.Seen.Now - spent.At < Day).ToRow(),
        };
        if (draft.Seen.Outside.Count > 0)
        {
            draft.Wake(draft.Seen.Now + LookAgain);
        }
    }

    public static void Note(Draft draft)
    {
        Serve(draft);
        Charge(draft);
        draft.Ledger = draft.Ledger with { Line = Overtaking.Line(draft.Ledger.Line, draft) };
        Tides.Note(draft);
    }

    /// <summary>The entries whose ticket has not ended and whose head stands where it was admitted.</summary>
    public static IEnumerable<Entry> Wanting(LaneSeen seen, LaneLedger ledger)
    {
        var over = new SortedSet<(int Number, int Ticket)>(ledger.Outcomes.Select(outcome => (outcome.Number, outcome.Ticket)));
        return seen.Entries.Where(entry => entry.CurrentHead == entry.Head && !over.Contains((entry.Number, entry.Ticket)));
    }

    /// <summary>Numbers of whom the lane remembers more than that they wait: they are in, whatever the limit became meanwhile.</summary>
    public static SortedSet<int> UnderWay(LaneLedger ledger) =>
        [
            .. ledger.Builds.SelectMany(build => build.Content).Select(member => member.Number),
            .. ledger.Reds.SelectMany(red => red.Suspects).Select(member => member.Number),
            .. ledger.Proven.Select(pull => pull.Number),
            .. ledger.Troubles.Select(pull => pull.Number),
            .. ledger.Blocks.Select(pull => pull.Number),
            .. ledger.Remade,
            .. ledger.Driven.Select(pull => pull.Number),
            .. ledger.Landing?.Pulls.Select(pull => pull.Number) ?? [],
        ];

    /// <summary>CI minutes of each agent in the last day; by name.</summary>
    public static Row<CiSpent> SpentLately(LaneSeen seen) =>
        seen
            .Ledger.Spent.Where(spent => seen.Now - spent.At < Day)
            .GroupBy(spent => spent.Agent, StringComparer.Ordinal)
            .OrderBy(agent => agent.Key, StringComparer.Ordinal)
            .Select(agent => new CiSpent(agent.Key, agent.Sum(spent => spent.Minutes)))
            .ToRow();

    private static void Serve(Draft draft)
    {
        var before = new SortedSet<(int, int)>(draft.Seen.Ledger.Outcomes.Select(outcome => (outcome.Number, outcome.Ticket)));
        var served = draft
            .Ledger.Outcomes.Where(outcome => !before.Contains((outcome.Number, outcome.Ticket)))
            .Select(outcome => draft.Seen.Entries.FirstOrDefault(entry => entry.Number == outcome.Number && entry.Ticket == outcome.Ticket))
            .OfType<Entry>()
            .ToList();
        if (served.Count == 0)
        {
            return;
        }

        var waiting = draft.Alive.ToList();
        for (var i = 0; i < served.Count; i++)
        {
            draft.Ledger = draft.Ledger with
            {
                Fairness = draft.Ledger.Fairness.After(served[i], [.. waiting, .. served.Skip(i + 1)], draft.Share),
            };
        }
    }

    /// <summary>What ran and does not any more, or runs again: its members share what it took.</summary>
    private static void Charge(Draft draft)
    {
        if (draft.Seen.Policy.Flow.Agents.CiMinutes <= 0)
        {
            draft.Ledger = draft.Ledger with { Spent = [] };
            return;
        }

        foreach (var build in draft.Seen.Ledger.Builds.Where(build => build is { State: BuildState.Running, Started: not null }))
        {
            var now = draft.Ledger.Builds.FirstOrDefault(known => known.Id == build.Id);
            if (now is { State: BuildState.Running } && now.Started == build.Started)
            {
                continue;
            }

            var minutes = Minutes(draft, build) / build.Members.Count;
            var agents = build.Agents.Where(one => build.Members.Any(member => member.Number == one.Number));
            var spent = agents
                .GroupBy(one => one.Agent, StringComparer.Ordinal)
                .Select(agent => new Spent(Hour(draft.Seen.Now), agent.Key, minutes * agent.Count()));
            draft.Ledger = draft.Ledger with
            {
                Spent = draft
                    .Ledger.Spent.Concat(spent)
                    .GroupBy(one => (one.At, one.Agent))
                    .OrderBy(one => one.Key.At)
                    .ThenBy(one => one.Key.Agent, StringComparer.Ordinal)
                    .Select(one => new Spent(one.Key.At, one.Key.Agent, one.Sum(part => part.Minutes)))
                    .ToRow(),
            };
        }
    }

    /// <summary>
    /// What its jobs took, one beside the other; where CI tells no times (commit statuses have none), as long as the build ran.
    /// </summary>
    private static double Minutes(Draft draft, Build build)
    {
        var runs = (draft.Look(build)?.Checks ?? [])
            .Where(check => check.Started >= build.Started - Skew)
            .Select(check => ((check.Completed ?? draft.Seen.Now) - check.Started!.Value).TotalMinutes)
            .Where(minutes => minutes >= 0)
            .ToList();
        return runs.Count > 0 ? runs.Sum() : (draft.Seen.Now - build.Started!.Value).TotalMinutes;
    }

    /// <summary>CI's clock is not ours, and may have begun before the candidate was seen.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static DateTimeOffset Hour(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));
}
