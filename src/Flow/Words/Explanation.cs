using System.Globalization;
using System.Text;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>The reasons behind where a pull stands, as a tree, and what would change it.</summary>
public static class Explanation
{
    public static string Tree(Telling telling)
    {
        var text = new StringBuilder();
        text.Append($"- **{Headlines.Of(telling.Standing)}.** {telling.Standing.Reason}".TrimEnd()).Append('\n');
        if (Advice.For(telling.Standing) is { } advice)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - What changes it: {advice}\n");
        }

        foreach (var finding in telling.Findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {(finding.Obstacle is null ? "met" : "**not met**")}: {Requirements.Of(finding.Rule)}");
            text.Append(finding.Obstacle is null ? "" : " \u2013 " + Obstacles.Say(finding.Obstacle)).Append('\n');
        }

        if (telling.Assessment is { } assessment)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **Risk {Slugs.Of(assessment.Risk.Band)}** ({assessment.Risk.Score:0.00}; {Sentence(assessment.Risk.Worth)})\n");
            Lines(text, assessment.Risk.Reasons.Select(reason => Sentence(reason)));
            if (assessment.Risk.Audited)
            {
                text.Append("  - In the audit sample (`risk.audit`), whatever is pushed: it needs one approval less than its score asks for, so that something is learnt of what else would wait.\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"- **Origin: {OriginOf(assessment.Origin)}**\n");
            Lines(text, assessment.Origin.Evidence.Select(item => $"{item.Strength.ToString().ToLowerInvariant()}: {Sentence(item.Agent)}, {Sentence(item.What)}"));
        }

        if (Meetings.Says(telling.Meets) is { } meets)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {meets}\n");
        }

        if (telling.HoldOver is { } over)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Holds.Over(over)}\n");
        }

        if (telling.Limits.Count > 0)
        {
            text.Append("- **Limits**\n");
            Lines(text, telling.Limits.Select(Sentence));
        }

        foreach (var fault in telling.Faults.Take(3))
        {
            text.Append(CultureInfo.InvariantCulture, $"- `.github/sluice.yml` on the base branch has a fault at {fault.Line}:{fault.Column}: {Sentence(fault.Message)} The last valid version is in force.\n");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>One line for risk and origin.</summary>
    public static string Line(Assessment assessment) =>
        $"Risk {Slugs.Of(assessment.Risk.Band)}{(assessment.Risk.Reasons.Count == 0 ? "" : ": " + Sentence(assessment.Risk.Reasons[0]))} \u00b7 Origin: {OriginOf(assessment.Origin)}";

    private static string OriginOf(OriginAssessment origin) => origin.Class switch
    {
        OriginClass.None => "no agent evidence",
        OriginClass.Automation => "automation",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{Slugs.Of(origin.Class)}{(origin.Agent is null ? "" : $", {Sentence(origin.Agent)}")}{(origin.Level is { } level ? $", level {level}{(origin.Supervised ? " (supervised)" : "")}" : "")}{(origin.Sponsor is null ? "" : $", for {Code(origin.Sponsor)}")}{(origin.Share > 0 ? $", {origin.Share:0%} of its commits" : "")}"),
    };

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines.Take(8))
        {
            text.Append("  - ").Append(line).Append('\n');
        }
    }
}
