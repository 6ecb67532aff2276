using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Release.Incidents;

/// <summary>A regression from its landing until it was taken back, as the books tell it: what people write up afterwards.</summary>
/// <param name="Environment">Where it was promoted to, or would have been.</param>
/// <param name="Steps">In the order of time.</param>
public sealed record Incident(string Environment, Canary Canary, Row<IncidentStep> Steps)
{
    /// <summary>From its first request to the verdict; null: it was never judged.</summary>
    public TimeSpan? Detected => Between(IncidentKind.Exposed, IncidentKind.Verdict);

    /// <summary>From the verdict until the last good commit ran again.</summary>
    public TimeSpan? Mitigated => Between(IncidentKind.Verdict, IncidentKind.Mitigated);

    /// <summary>From the verdict until it was off the base.</summary>
    public TimeSpan? Reverted => Between(IncidentKind.Verdict, IncidentKind.Reverted);

    /// <summary>Null: the canary is not known, or never regressed.</summary>
    /// <param name="story">The journal of the environment, of this canary and of its parts.</param>
    /// <param name="counted">When the ticks were counted that spoke for harm first; null: not known any more.</param>
    public static Incident? Of(
        string environment,
        Canary canary,
        IEnumerable<(DateTimeOffset At, JournalLine Line)> story,
        DateTimeOffset? counted
    )
    {
        var told = story.ToList();
        if (canary.Taken.Count == 0 && !told.Exists(each => each.Line.Kind == "regressed"))
        {
            return null;
        }

        var steps = canary
            .Pulls.Select(pull => new IncidentStep(pull.At, IncidentKind.Landed, IncidentWords.Landed(pull)))
            .Concat(counted is { } first ? [new IncidentStep(first, IncidentKind.Evidence, IncidentWords.Evidence())] : [])
            .Concat(
                told.Select(each => Kind(each.Line.Kind) is { } kind ? new IncidentStep(each.At, kind, each.Line.Says) : null)
                    .OfType<IncidentStep>()
            );
        return new Incident(environment, canary, steps.OrderBy(step => step.At).ThenBy(step => step.Kind).ToRow());
    }

    /// <summary>
    /// The first tick after which a metric's evidence for harm was half of what rolls back; null: none was. Ticks in their order; the
    /// result counts them from 0.
    /// </summary>
    public static int? First(IEnumerable<Tick> ticks, double tolerate, double alpha)
    {
        var (evidence, place) = (EProcess.Harm(tolerate), 0);
        foreach (var tick in ticks)
        {
            if (tick.Share is > 0 and < 1 and var share)
            {
                evidence.Add(tick.Canary, tick.Baseline, share);
                if (evidence.LogE >= Math.Log(1 / alpha) / 2)
                {
                    return place;
                }
            }

            place++;
        }

        return null;
    }

    private TimeSpan? Between(IncidentKind from, IncidentKind to)
    {
        var (began, ended) = (Steps.FirstOrDefault(step => step.Kind == from), Steps.FirstOrDefault(step => step.Kind == to));
        return began is null || ended is null || ended.At < began.At ? null : ended.At - began.At;
    }

    private static IncidentKind? Kind(string line) =>
        line switch
        {
            "deploying" => IncidentKind.Deployed,
            "baking" => IncidentKind.Exposed,
            "widened" => IncidentKind.Widened,
            "regressed" => IncidentKind.Verdict,
            "rolled_back" => IncidentKind.Mitigated,
            "rollback_failed" => IncidentKind.Failed,
            "trying" or "splitting" or "tried" => IncidentKind.Searched,
            "named" => IncidentKind.Named,
            "asking" => IncidentKind.Asked,
            "revert_opened" => IncidentKind.RevertOpened,
            "unlocked" => IncidentKind.Reverted,
            _ => null,
        };
}

public sealed record IncidentStep(DateTimeOffset At, IncidentKind Kind, string Says);

public enum IncidentKind
{
    Landed,
    Deployed,
    Exposed,
    Widened,
    Evidence,
    Verdict,
    Mitigated,
    Failed,
    Searched,
    Named,
    Asked,
    RevertOpened,
    Reverted,
}
