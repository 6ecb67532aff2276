using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>What is said where a base branch holds a sluice.yml with faults.</summary>
public static class BrokenPolicy
{
    /// <param name="kept">The commit whose file stays in force; null: an earlier one that is not known by name.</param>
    /// <param name="never">No version without a fault was ever seen.</param>
    public static string Says(string onto, Sha? kept, bool never)
    {
        var force =
            never ? "no version without one was seen, so that the defaults are in force"
            : kept is { } at ? $"the one of {at.Short} stays in force"
            : "the last one without a fault stays in force";
        return $"`{Policy.Path}` on {onto} has a fault and is not obeyed at all: {force}. Mend it on {onto}; `sluice validate {Policy.Path}` tells the same faults.";
    }
}
