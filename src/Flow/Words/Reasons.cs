using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>Why a pull stands where it does: what is in its way first, what is met last.</summary>
public static class Reasons
{
    private const int MostUnder = 5;

    private const int MostFaults = 3;

    public static Row<Reason> Of(Telling telling) =>
        [
            Stands(telling),
            .. telling.Assessment is { } assessment ? Row.Of([Risk(assessment.Risk), Origin(assessment.Origin)]) : [],
            .. telling.Limits.Count > 0
                ? Row.Of([new Reason("limits", "Limits", "", null, telling.Limits.Select(limit => Reason.Leaf(Sentence(limit))).ToRow())])
                : [],
            .. telling
                .Faults.Take(MostFaults)
                .Select(fault =>
                    Reason.Leaf(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"`.github/sluice.yml` on the base branch has a fault at {fault.Line}:{fault.Column}: {Sentence(fault.Message)} The last valid version is in force."
                        ),
                        kind: "policy"
                    )
                ),
            .. Met(telling) is { Count: > 0 } met ? Row.Of([new Reason("met", $"Met: {Plural.Of(met.Count, "rule")}", "", null, met)]) : [],
        ];

    private static Reason Stands(Telling telling)
    {
        var standing = telling.Standing;
        var isUnasked = standing.State == PullState.Unqueued;
        return new Reason(
            "standing",
            Headlines.Of(standing),
            isUnasked ? Sentences.Unqueued()
                : standing.Reason == Sentences.Queued(null) ? ""
                : standing.Reason,
            isUnasked && telling.Pull.Open ? Advice.ToQueue()
                : standing.Next == NextAction.Wait ? Advice.InTime(standing.RetryAfter)
                : Advice.For(standing),
            [
                .. telling
                    .Objections.Where(objection => objection.Says != standing.Reason)
                    .Select(objection => Reason.Leaf(objection.Says, objection.Change, "obstacle")),
                .. Ahead(telling).Select(says => Reason.Leaf(says, kind: "ahead")),
            ]
        );
    }

    private static IEnumerable<string> Ahead(Telling telling) =>
        new[]
        {
            Sentences.Expected(telling.Standing, telling.Due),
            telling.Overtaken,
            telling.Like,
            Meetings.Says(telling.Meets),
            telling.HoldOver is { } over ? Holds.Over(over) : null,
            telling.Trying,
        }.OfType<string>();

    private static Reason Risk(RiskAssessment risk) =>
        new(
            "risk",
            $"Risk {Slugs.Of(risk.Band)}",
            string.Create(CultureInfo.InvariantCulture, $"({risk.Score:0.00}; {Sentence(risk.Worth)})"),
            null,
            [
                .. risk.Reasons.Take(MostUnder).Select(reason => Reason.Leaf(Sentence(reason))),
                .. risk.Audited
                    ? Row.Of([
                        Reason.Leaf(
                            "In the audit sample (`risk.audit`), whatever is pushed: it needs one approval less than its score asks for, so that something is learnt of what else would wait."
                        ),
                    ])
                    : [],
            ]
        );

    private static Reason Origin(OriginAssessment origin) =>
        new(
            "origin",
            $"Origin: {Explanation.OriginOf(origin)}",
            "",
            null,
            origin
                .Evidence.Take(MostUnder)
                .Select(item =>
                    Reason.Leaf($"{item.Strength.ToString().ToLowerInvariant()}: {Sentence(item.Agent)}, {Sentence(item.What)}")
                )
                .ToRow()
        );

    private static Row<Reason> Met(Telling telling)
    {
        var isAgents = telling.Assessment?.Origin.Class == OriginClass.Agent;
        return telling.Met.Select(rule => Requirements.Of(rule, isAgents)).OfType<string>().Select(says => Reason.Leaf(says)).ToRow();
    }
}
