using System.Diagnostics;
using System.Globalization;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Bench;

/// <summary>
/// What a look asks of the mirror and of the rules for a pull request that it sees for the first time; GitHub is not there to be asked.
/// </summary>
internal static class Assessing
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    public static async Task Measure(Village village)
    {
        var (mirrors, repo) = (village.Mirrors, village.Repo);
        var began = Stopwatch.GetTimestamp();
        _ = await mirrors.Fetch(repo, Stop);
        var main = (await mirrors.Branch(repo, "main", Stop)) ?? throw new InvalidOperationException("there is no main");
        Say($"{village.Commits} commits; the first fetch took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        began = Stopwatch.GetTimestamp();
        var first = await mirrors.Change(repo, main, await village.Head(1), Stop);
        while (await mirrors.History(repo, first, "ann1@example.invalid", Stop) is null)
        {
            await Task.Delay(50, Stop);
        }

        Say($"the history was read in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, beside the looks");
        var (all, steps, withHistory) = (new List<double>(), new SortedDictionary<string, List<double>>(StringComparer.Ordinal), 0);
        for (var pull = 1; pull <= village.Pulls; pull++)
        {
            var head = await village.Head(pull);
            var start = Stopwatch.GetTimestamp();
            var held = await Step(
                "1 head and base",
                async () => await mirrors.Has(repo, head, Stop) && await mirrors.Branch(repo, "main", Stop) is not null
            );
            var change = await Step("2 change", () => mirrors.Change(repo, main, head, Stop));
            var commits = await Step("3 commits", () => mirrors.Commits(repo, main, head, Stop));
            var history = await Step(
                "4 history",
                () => mirrors.History(repo, change with { Files = Sizes.Written(change) }, commits[^1].AuthorEmail, Stop)
            );
            var conflicts = await Step("5 conflicts", () => mirrors.Conflicts(repo, main, head, Stop));
            _ = await Step("6 rules", () => Task.FromResult(Judge(pull, change, commits, history, conflicts.Count)));
            all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            withHistory += held && history is not null ? 1 : 0;
        }

        Say($"{village.Pulls} pull requests, {withHistory} with their history: {Spread(all)}");
        foreach (var (name, times) in steps)
        {
            Say($"  {name}: {Spread(times)}");
        }

        async Task<T> Step<T>(string name, Func<Task<T>> step)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await step();
            (steps.TryGetValue(name, out var times) ? times : steps[name] = []).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return result;
        }
    }

    private static Band Judge(int number, Change change, Flow.Row<CommitInfo> commits, History? history, int conflicts)
    {
        var pull = new PullRequest(
            number,
            $"PR_{number}",
            "Work",
            "",
            new Actor(1, "ann"),
            change.Head,
            "work",
            7,
            "main",
            false,
            true,
            false,
            null,
            [],
            commits[0].At,
            commits[0].At
        );
        var origin = OriginReader.Assess(pull, commits);
        var risk = RiskReader.Assess(change, Policy.Default.Risk, history, Experience.None);
        return origin.Share <= 1 && conflicts >= 0 ? risk.Band : Band.High;
    }

    private static string Spread(List<double> times)
    {
        double[] sorted = [.. times.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"half within {At(0.5):0} ms, 95 % within {At(0.95):0} ms, the longest {sorted[^1]:0} ms"
        );

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
