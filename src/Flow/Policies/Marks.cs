using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>By what a policy's rules know a pull: <c>risk/low</c>, <c>origin/agent</c>, <c>revert</c>, <c>urgent</c>, …</summary>
internal static class Marks
{
    public static IEnumerable<string> Of(Band band, OriginClass origin, bool isRevert, bool isUrgent)
    {
        yield return band switch
        {
            Band.Low => "risk/low",
            Band.Medium => "risk/medium",
            _ => "risk/high",
        };
        if (origin != OriginClass.None)
        {
            yield return origin switch
            {
                OriginClass.Agent => "origin/agent",
                OriginClass.Assisted => "origin/assisted",
                _ => "origin/automation",
            };
        }

        if (isRevert)
        {
            yield return "revert";
        }

        if (isUrgent)
        {
            yield return "urgent";
        }
    }
}
