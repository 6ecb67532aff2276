using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>Where the policy wants more care than usual: for the whole repository, or for paths that this pull touches.</summary>
internal static class Strictness
{
    public static bool IsDefensive(PullSeen seen) =>
        seen.Policy.Mode == Mode.Defensive || (seen.Change is { } change && Floors.AreDefensive(change, seen.Policy.Risk));
}
