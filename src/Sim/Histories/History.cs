using System.Globalization;
using Sluice.Flow;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Histories;

/// <summary>A pull that landed.</summary>
public sealed record Arrived(string Author, bool IsBot, DateTimeOffset At, string Commit);

/// <summary>A run of a workflow on a commit.</summary>
/// <param name="Passed">Null: it tells nothing.</param>
public sealed record Ran(string Commit, string Workflow, bool? Passed, int Attempt, DateTimeOffset Started, DateTimeOffset Ended);

/// <summary>A repository's past as a trace, and what its CI was like.</summary>
/// <param name="Builds">Commits whose CI was seen to its end.</param>
/// <param name="Bad">Pulls whose landing turned the base red, and no rerun made it green.</param>
/// <param name="Flakes">Commits on which a workflow failed and then passed.</param>
public sealed record History(Trace Trace, Terms Terms, int Builds, int Bad, int Flakes)
{
    /// <summary>Where nothing is known of CI.</summary>
    private static readonly Terms Usual = new();

    /// <returns>Null: nobody landed.</returns>
    public static History? Of(string name, IEnumerable<Arrived> pulls, IEnumerable<Ran> runs)
    {
        var landed = pulls.OrderBy(pull => pull.At).ThenBy(pull => pull.Commit, StringComparer.Ordinal).ToList();
        if (landed.Count == 0)
        {
            return null;
        }

        var commits = new SortedDictionary<string, CommitRuns>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            (commits.TryGetValue(run.Commit, out var known) ? known : commits[run.Commit] = new CommitRuns()).Add(run);
        }

        var over = commits.Values.Where(commit => commit.IsOver).ToList();
        var flakes = over.Count(commit => commit.Flaked);
        var bad = landed.Select(pull => commits.TryGetValue(pull.Commit, out var commit) && commit.IsBroken).ToList();
        var share = (bad.Count(each => each) + 0.5) / (landed.Count + 10);
        var changes = landed.Select(
            (pull, i) =>
                new Change(
                    i + 1,
                    (pull.At - landed[0].At).TotalSeconds,
                    pull.Author,
                    pull.IsBot ? "automation" : "human",
                    share,
                    ["."],
                    bad[i],
                    []
                )
        );
        return new History(new Trace(name, changes.ToRow()), Ci(over, flakes), over.Count, bad.Count(each => each), flakes);
    }

    public string Says =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Trace.Changes.Count} landed in {Plural.Of(Math.Round(Trace.Changes[^1].Arrival / 86400), "day")}, {Bad} of them broke the base; {Plural.Of(Builds, "build")} seen, mean {Terms.MeanBuild / 60:0.0} min, cv {Terms.Cv:0.00}, flakes {Terms.Flake:P1}."
        );

    private static Terms Ci(List<CommitRuns> builds, int flakes)
    {
        var lengths = builds.Select(build => build.Length).Where(length => length > 0).Order().ToList();
        var flake = builds.Count == 0 ? Usual.Flake : (flakes + 0.2) / (builds.Count + 50);
        if (lengths.Count == 0)
        {
            return Usual with { Flake = flake };
        }

        // A run that somebody forgot for a day is no build time.
        var usual = lengths[..(lengths.Count - (lengths.Count / 50))];
        var mean = usual.Average();
        var variance = usual.Sum(length => (length - mean) * (length - mean)) / usual.Count;
        return Usual with { MeanBuild = mean, Cv = Math.Min(5, Math.Sqrt(variance) / mean), Flake = flake };
    }
}
