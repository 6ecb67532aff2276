using Sluice.Flow.Intake.Admissions;

namespace Sluice.Flow.Intake.Stacks;

/// <summary>What keeps a pull from its lane because of those that it stands on.</summary>
internal static class StackRules
{
    public static Obstacle.DependsOn? Of(PullSeen seen) =>
        seen.Parents.Where(parent => !parent.IsMet).ToRow() is { Count: > 0 } missing ? new Obstacle.DependsOn(missing) : null;
}
