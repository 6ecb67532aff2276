using System.Globalization;

namespace Sluice.Flow.Release.Incidents;

/// <summary>What is written of a regression.</summary>
public static class IncidentWords
{
    public static string Landed(LandedPull pull) =>
        string.Create(CultureInfo.InvariantCulture, $"#{pull.Number} by {pull.Author} landed on {pull.Base}.");

    public static string Evidence() => "The counts spoke for harm: half of the evidence that rolls back.";

    public static string Title(Incident incident) => $"Regression of {incident.Canary.Sha.Short} on its way to {incident.Environment}";

    public static string Name(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Exposed => "on the canary",
            IncidentKind.Evidence => "first evidence",
            IncidentKind.Failed => "mitigation failed",
            IncidentKind.Searched => "culprit searched",
            IncidentKind.Named => "culprit named",
            IncidentKind.Asked => "a person asked",
            IncidentKind.RevertOpened => "revert opened",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>What it did, in a few lines.</summary>
    public static Row<string> Facts(Incident incident) =>
        [
            Culprit(incident.Canary),
            Impact(incident.Canary),
            $"From the first request to the verdict: {Span(incident.Detected)}. To the last good commit again: {Span(incident.Mitigated)} after it. Off the base: {Span(incident.Reverted)} after it.",
        ];

    /// <summary>The whole story, to be pasted where people write it up.</summary>
    public static string Markdown(Incident incident) =>
        string.Join(
            "\n",
            [
                $"# {Title(incident)}",
                "",
                .. Facts(incident).Select(fact => $"- {Plain(fact)}"),
                "",
                "| UTC | what | |",
                "|---|---|---|",
                .. incident.Steps.Select(step =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {step.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} | {Name(step.Kind)} | {Plain(step.Says)} |"
                    )
                ),
                "",
                "## To be answered",
                "",
                "- Why did no test see it, and which one would have?",
                "- Would it have been seen sooner: with another metric, more traffic on the canary, a longer bake?",
                "- What keeps the next change of this kind from doing the same?",
                "",
            ]
        );

    private static string Culprit(Canary canary) =>
        canary switch
        {
            { Blame: { } blame } when canary.Taken.Count == 1 => string.Create(
                CultureInfo.InvariantCulture,
                $"To blame: #{blame.Number} ({blame.Confidence:0%}), because {blame.Evidence}."
            ),
            { Taken.Count: > 0 } => $"Nobody stands out; taken back: {CanaryWords.List(canary.Taken)}.",
            _ => "Nothing was taken back.",
        };

    private static string Impact(Canary canary) =>
        canary.Cost is not { } cost
            ? "No errors beyond the usual were counted."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"About {cost.Events:0} errors more than usual{(cost.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $", {share:0.##%} of the error budget") : "")}."
            );

    private static string Span(TimeSpan? span) =>
        span is not { } known ? "not yet"
        : known.TotalMinutes < 2 ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0} s")
        : CanaryWords.Span(known);

    /// <summary>Names of people and texts of theirs end no cell, call nobody and are no markup.</summary>
    private static string Plain(string text) =>
        text.ReplaceLineEndings(" ")
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("@", "@\u200b", StringComparison.Ordinal);
}
