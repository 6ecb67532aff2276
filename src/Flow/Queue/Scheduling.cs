using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Puts the scheduler's wishes into the ledger.</summary>
internal static class Scheduling
{
    /// <summary>Pulls put out that are known again when they come back.</summary>
    private const int Remembered = 50;

    public static void Apply(Draft draft)
    {
        var sight = Sights.Of(draft);
        var schedule = Scheduler.Plan(sight);
        var before = draft.Ledger;
        foreach (var ejection in schedule.Eject)
        {
            Eject(draft, before, ejection);
        }

        foreach (var build in draft.Ledger.Builds.Where(build => schedule.Cancel.Contains(build.Id)).ToList())
        {
            if (draft.Ledger.Builds.Contains(build))
            {
                draft.End(build);
            }
        }

        if (schedule.Land is { } land && draft.Ledger.Builds.FirstOrDefault(build => build.Id == land) is { } landing)
        {
            Land(draft, landing);
        }

        Start(draft, schedule.Start);
        if (schedule.WakeAt is { } at)
        {
            draft.Wake(at);
        }
    }

    private static void Eject(Draft draft, LaneLedger before, Ejection ejection)
    {
        if (draft.Find(ejection.Number) is not { } entry)
        {
            return;
        }

        var reds = before
            .Reds.Where(red => red.Suspects.Any(member => member.Number == ejection.Number))
            .OrderBy(red => red.Suspects.Count)
            .ToList();
        var beside = Partners.Of(before, ejection.Number, reds);
        var checks = reds[0].Failed;
        var at = reds.SelectMany(red => red.Pointed).FirstOrDefault(one => one.Number == ejection.Number && one.Path is not null)?.Path;
        var among = beside.Count > 0 ? [] : Partners.Among(draft, before, entry, reds);
        var because =
            beside.Count > 0 ? QueueWords.BrokeBeside(checks, beside.Select(met => met.Number).ToRow())
            : among.Count > 0
                ? QueueWords.BrokeAmong(
                    checks,
                    Numbers(among, met => draft.Find(met) is not null),
                    Numbers(among, met => draft.Find(met) is null)
                )
            : QueueWords.Broke(checks, draft.Seen.Base, at);
        draft.Eject(entry, Code.ChecksFailed, because, null, checks, ejection.Confidence, beside.Count > 0 ? beside : among);
        var ledger = draft.Ledger;
        draft.Ledger = ledger with
        {
            Blamed = ledger
                .Blamed.Where(pull => pull.Number != entry.Number)
                .TakeLast(Remembered - 1)
                .Append(new Blamed(entry.Number, entry.Head))
                .ToRow(),
        };
    }

    private static Row<int> Numbers(Row<MetPull> met, Func<int, bool> which) => met.Select(one => one.Number).Where(which).ToRow();

    private static void Land(Draft draft, Build build)
    {
        var isPushed = Ways.IsPushed(draft, build);
        var pulls = build.Content.Select(member => Row(draft, build, member)).ToRow();
        draft.Ledger = draft.Ledger with
        {
            Landing = new Landing(build.Id, build.Root, build.Candidate!.Value, build.Tree!.Value, draft.Seen.Now)
            {
                Method = isPushed ? MergeMethod.Merge : build.Method,
                Heads = isPushed ? Ways.Heads(draft, build) : [],
                Pulls = pulls,
            },
        };
    }

    private static Landed Row(Draft draft, Build build, Member member)
    {
        var entry = draft.Find(member.Number);
        var commit = build.Merges.FirstOrDefault(merge => merge.Number == member.Number)?.Commit ?? build.Candidate!.Value;
        return new Landed(
            member.Number,
            member.Title,
            member.Author,
            member.Head,
            build.Root,
            build.Candidate!.Value,
            commit,
            draft.Seen.Base,
            entry?.Band ?? Band.Low,
            entry?.Fails ?? Priors.Stranger,
            entry?.Reverts ?? [],
            draft.Seen.Now
        )
        {
            Ticket = entry?.Ticket ?? 0,
            Priority = entry?.Priority ?? Priority.Normal,
            Defensive = entry?.Defensive == true,
            Origin = entry?.Origin ?? OriginClass.None,
        };
    }

    private static void Start(Draft draft, Row<Start> starts)
    {
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var start in starts)
        {
            var parent = start.On is { } on
                ? draft.Ledger.Builds.First(build => build.Id == (ids.TryGetValue(on, out var id) ? id : on))
                : null;

            // On what GitHub made otherwise nothing can be pushed: GitHub merges one after the other.
            var isGrafted = parent is { Grafted: true };
            var chosen = start.Members.Take(isGrafted ? 1 : start.Members.Count).Select(number => draft.Find(number)!).ToList();
            var entries = isGrafted ? chosen : Stacking.WithRiders(draft, chosen, parent?.Content ?? []);
            var members = entries
                .Select(entry => new Member(entry.Number, entry.Head, entry.Title, entry.Author) { Upon = entry.Upon })
                .ToRow();
            var attempt = draft.Ledger.Serial + 1;
            var root = parent?.Root ?? draft.Seen.Head;
            if (Rerun(draft, (parent?.Content ?? []).AddRange(members), root, start) is { } again)
            {
                ids[start.Label] = again.Id;
                continue;
            }

            var build = new Build(
                CandidateBranch.Id(parent?.Id, root, members, attempt),
                parent?.Id,
                parent is null ? root : parent.Candidate,
                members,
                (parent?.Content ?? []).AddRange(members),
                start.Kind,
                attempt,
                BuildState.Ordered,
                draft.Seen.Now,
                null,
                null,
                null
            )
            {
                Root = root,
                Below = parent is null ? [] : parent.Below.Add(parent.Id),
                Odds = entries.Skip(chosen.Count).Aggregate(start.Odds, (odds, rider) => odds * (1 - rider.Fails)),
                Method = draft.Seen.Policy.Queue.Method,
                Merges = parent?.Merges ?? [],
                Grafted = isGrafted,
                Agents = entries.Where(entry => entry.Agent is not null).Select(entry => new OfAgent(entry.Number, entry.Agent!)).ToRow(),
            };
            ids[start.Label] = build.Id;
            draft.Ledger = draft.Ledger with { Serial = attempt, Builds = draft.Ledger.Builds.Add(build) };
        }
    }

    /// <summary>
    /// The very set whose build failed in this turn is to be tested again on the same base: where CI can, only the failed jobs run again,
    /// on the same candidate. What passed on that tree is not run again.
    /// </summary>
    private static Build? Rerun(Draft draft, Row<Member> content, Sha root, Start start)
    {
        if (
            draft.Failed.Find(red => red.Build.Root == root && red.Build.Content.Equals(content)) is not { Build: { } build } failed
            || failed.Checks.Any(check => check.Run is null)
        )
        {
            return null;
        }

        var again = build with
        {
            Started = draft.Seen.Now,
            Odds = start.Odds,
            Retried = build.Retried.AddRange(failed.Checks.Select(check => check.Id)),
        };
        draft.Ledger = draft.Ledger with
        {
            Builds = draft.Ledger.Builds.Add(again),
            Ended = draft.Ledger.Ended.Where(ended => ended.Id != build.Id).ToRow(),
        };
        draft.Say("rerun", NewsWords.Rerun(failed.Checks, build.Id), content.Select(member => member.Number));
        return again;
    }
}
