using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What a build's content makes a candidate need.</summary>
internal static class Demands
{
    public static Demand Of(LaneSeen seen, Build build)
    {
        // Nothing is looked up among thousands where no rule asks for it.
        var content = new SortedSet<int>(seen.Policy.Queue.ExtraChecks.Count == 0 ? [] : build.Content.Select(member => member.Number));
        return Of(
            seen.Policy.Queue,
            seen.Rules,
            content.Count == 0 ? [] : seen.Entries.Where(entry => content.Contains(entry.Number)).SelectMany(Labels)
        );
    }

    public static Demand Of(QueuePolicy policy, BranchRules rules, IEnumerable<string> of)
    {
        var labels = new SortedSet<string>(of, StringComparer.Ordinal);
        var extra = policy
            .ExtraChecks.Where(rule => Glob.Parse(rule.For) is var glob && labels.Any(glob.IsMatch))
            .SelectMany(rule => rule.Checks);
        return policy.Checks.Count > 0
            ? new Demand([], policy.Checks.Concat(extra).Distinct().ToRow(), false)
            : new Demand(rules.Names, extra.Distinct().ToRow(), rules.Names.Count == 0);
    }

    /// <summary>By what a policy's rules know a pull.</summary>
    public static IEnumerable<string> Labels(Entry entry) =>
        Marks.Of(entry.Band, entry.Origin, entry.Reverts.Count > 0, entry.Priority == Priority.Urgent);
}
