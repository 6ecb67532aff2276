using DotNet.Globbing;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What a build's content makes a candidate need.</summary>
internal static class Demands
{
    public static Demand Of(LaneSeen seen, Build build)
    {
        var policy = seen.Policy.Queue;
        var labels = new SortedSet<string>(
            seen.Entries.Where(entry => build.Content.Any(member => member.Number == entry.Number)).SelectMany(Labels), StringComparer.Ordinal);
        var extra = policy.ExtraChecks.Where(rule => Glob.Parse(rule.For) is var glob && labels.Any(glob.IsMatch)).SelectMany(rule => rule.Checks);
        return policy.Checks.Count > 0
            ? new Demand([], policy.Checks.Concat(extra).Distinct().ToRow(), false)
            : new Demand(seen.Rules.Names, extra.Distinct().ToRow(), seen.Rules.Names.Count == 0);
    }

    /// <summary>By what a policy's rules know a pull.</summary>
    public static IEnumerable<string> Labels(Entry entry)
    {
        yield return entry.Band switch { Band.Low => "risk/low", Band.Medium => "risk/medium", _ => "risk/high" };
        if (entry.Origin != OriginClass.None)
        {
            yield return entry.Origin switch { OriginClass.Agent => "origin/agent", OriginClass.Assisted => "origin/assisted", _ => "origin/automation" };
        }

        if (entry.Reverts.Count > 0)
        {
            yield return "revert";
        }

        if (entry.Priority == Priority.Urgent)
        {
            yield return "urgent";
        }
    }
}
