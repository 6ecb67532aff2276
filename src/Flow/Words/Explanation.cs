using System.Globalization;
using System.Text;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>The reasons behind where a pull stands, as a tree, and what would change it.</summary>
public static class Explanation
{
    /// <summary>In Markdown, short: what is met is folded away.</summary>
    public static string Tree(Telling telling)
    {
        var (text, reasons) = (new StringBuilder(), Reasons.Of(telling));
        foreach (var reason in reasons.Where(reason => reason.Kind != Folded))
        {
            Branch(text, reason, "");
        }

        foreach (var reason in reasons.Where(reason => reason.Kind == Folded))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n<details><summary>{reason.Title}</summary>\n\n");
            foreach (var under in reason.Because)
            {
                Branch(text, under, "");
            }

            text.Append("\n</details>\n");
        }

        return text.ToString().TrimEnd();
    }

    private const string Folded = "met";

    private static void Branch(StringBuilder text, Reason reason, string indent)
    {
        text.Append(indent)
            .Append("- ")
            .Append(
                $"{(reason.Title is { } title ? $"**{title}{(reason.Says.StartsWith('(') || reason.Says.Length == 0 ? "" : ".")}** " : "")}{reason.Says}".TrimEnd()
            )
            .Append('\n');
        if (reason.Change is { } change)
        {
            text.Append(indent).Append("  - *What changes it:* ").Append(change).Append('\n');
        }

        foreach (var under in reason.Because)
        {
            Branch(text, under, indent + "  ");
        }
    }

    /// <summary>One line for risk and origin.</summary>
    public static string Line(Assessment assessment) =>
        $"Risk {Slugs.Of(assessment.Risk.Band)}{(assessment.Risk.Reasons.Count == 0 ? "" : ": " + Sentence(assessment.Risk.Reasons[0]))} \u00b7 Origin: {OriginOf(assessment.Origin)}";

    internal static string OriginOf(OriginAssessment origin) =>
        origin.Class switch
        {
            OriginClass.None => "no agent evidence",
            OriginClass.Automation => "automation",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{Slugs.Of(origin.Class)}{(origin.Agent is null ? "" : $", {Sentence(origin.Agent)}")}{(origin.Level is { } level ? $", level {level}{(origin.Supervised ? " (supervised)" : "")}" : "")}{(origin.Sponsor is null ? "" : $", for {Code(origin.Sponsor)}")}{(origin.Share > 0 ? $", {origin.Share:0%} of its commits" : "")}"
            ),
        };
}
