using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>What the pull's own head must show before a build is spent on it (policy <c>queue.head</c>).</summary>
internal static class HeadChecks
{
    public static Obstacle.HeadFailed? Failed(PullSeen seen)
    {
        var failed = Wanted(seen).Where(check => HasFailed(check.State)).ToRow();
        return seen.Policy.Queue.Head != HeadRule.Any && failed.Count > 0 ? new Obstacle.HeadFailed(failed) : null;
    }

    public static Obstacle.HeadUnfinished? Unfinished(PullSeen seen)
    {
        if (!MustBeGreen(seen))
        {
            return null;
        }

        var wanted = Wanted(seen).ToList();
        var missing = seen.Rules.Names.Select(rule => rule.Name).Where(name => wanted.All(check => check.Name != name));
        var running = wanted.Where(check => !IsMet(check.State)).Select(check => check.Name);
        var names = missing.Concat(running).ToRow();
        return names.Count > 0 || wanted.Count == 0 ? new Obstacle.HeadUnfinished(names, seen.Policy.Queue.Head != HeadRule.Green) : null;
    }

    // GitHub's own queue takes nothing whose demanded checks have not passed on its head.
    private static bool MustBeGreen(PullSeen seen) =>
        seen.Policy.Queue.Head == HeadRule.Green
        || (seen.Rules is { NativeQueue: true, Names.Count: > 0 } && seen.Policy.Queue.Native == NativeQueue.Drive);

    // Named by the policy, or else required by the branch, or else (nothing is required) whatever reports, for a head that must be green.
    // Such a one must be green in what the branch requires beside the policy's patterns, too.
    private static IEnumerable<Check> Wanted(PullSeen seen)
    {
        var others = seen.Checks.Where(check => check.Name != "sluice" && !check.Name.StartsWith("sluice /", StringComparison.Ordinal));
        var globs = seen.Policy.Queue.Checks.Select(glob => Glob.Parse(glob)).ToList();
        return globs.Count > 0
                ? others.Where(check => globs.Any(glob => glob.IsMatch(check.Name)) || (MustBeGreen(seen) && IsRequired(seen, check)))
            : seen.Rules.Names.Count > 0 ? others.Where(check => IsRequired(seen, check))
            : seen.Policy.Queue.Head == HeadRule.Green ? others
            : [];
    }

    private static bool IsRequired(PullSeen seen, Check check) =>
        seen.Rules.Names.Any(rule => rule.Name == check.Name && (rule.App is null || rule.App == check.App));

    private static bool IsMet(CheckState state) => state is CheckState.Success or CheckState.Neutral or CheckState.Skipped;

    // A cancelled check, or one that waits for somebody, has not said that the change is bad.
    private static bool HasFailed(CheckState state) => state is CheckState.Failure or CheckState.TimedOut or CheckState.StartupFailure;
}
