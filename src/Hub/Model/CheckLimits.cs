using System.Text;

namespace Sluice.Hub.Model;

/// <summary>What a check run's report may hold. Refused in the words of GitHub's request validation.</summary>
internal static class CheckLimits
{
    public const int Text = 65_535;
    public const int Annotations = 50;
    public const int Actions = 3;
    public const int RunsOfOneName = 1_000;

    private static readonly string[] Statuses = ["queued", "in_progress", "completed", "waiting", "requested", "pending"];
    private static readonly string[] Conclusions =
    [
        "action_required",
        "cancelled",
        "failure",
        "neutral",
        "success",
        "skipped",
        "timed_out",
    ];
    private static readonly string[] Levels = ["notice", "warning", "failure"];

    public static Refusal? Refuses(CheckReport report) =>
        Word(report.Status, Statuses)
        ?? Word(report.Conclusion, Conclusions)
        ?? (report is { Status: "completed", Conclusion: null } ? Invalid("\"conclusion\" wasn't supplied.") : null)
        ?? Output(report.Output)
        ?? Buttons(report.Actions);

    public static Refusal Invalid(string what) => new(422, $"Invalid request.\n\n{what}");

    private static Refusal? Word(string? value, string[] allowed) =>
        value is null || allowed.Contains(value)
            ? null
            : Invalid($"\"{value}\" is not a member of [{string.Join(", ", allowed.Select(a => $"\"{a}\""))}].");

    private static Refusal? Output(CheckOutput? output)
    {
        if (output is null)
            return null;
        if (Long(output.Summary) is { } summary)
            return summary;
        if (Long(output.Text) is { } text)
            return text;
        if (output.Annotations.Length > Annotations)
            return TooMany(Annotations, output.Annotations.Length);
        foreach (var annotation in output.Annotations)
        {
            if (Word(annotation.Level, Levels) is { } wrong)
                return wrong;
            if (annotation.StartLine < 1 || annotation.EndLine < annotation.StartLine)
                return Refusal.Invalid(
                    "CheckAnnotation",
                    "end_line",
                    "custom",
                    "end_line must not be before start_line, which starts at 1"
                );
            if (annotation.StartColumn is not null && annotation.StartLine != annotation.EndLine)
                return Refusal.Invalid("CheckAnnotation", "start_column", "custom", "start_column is only allowed on a single line");
            if (Encoding.UTF8.GetByteCount(annotation.Message) > 64 * 1024)
                return Refusal.Invalid("CheckAnnotation", "message", "too_large");
            if (annotation.Title?.Length > 255)
                return TooLong(255, annotation.Title.Length);
        }

        return null;
    }

    private static Refusal? Buttons(CheckAction[]? actions)
    {
        if (actions is null)
            return null;
        if (actions.Length > Actions)
            return TooMany(Actions, actions.Length);
        foreach (var action in actions)
        {
            if (action.Label.Length > 20)
                return TooLong(20, action.Label.Length);
            if (action.Description.Length > 40)
                return TooLong(40, action.Description.Length);
            if (action.Identifier.Length > 20)
                return TooLong(20, action.Identifier.Length);
        }

        return null;
    }

    private static Refusal? Long(string? text) => text is { Length: > Text } ? TooLong(Text, text.Length) : null;

    private static Refusal TooLong(int most, int found) => Invalid($"Only {most} characters are allowed; {found} were supplied.");

    private static Refusal TooMany(int most, int found) => Invalid($"No more than {most} items are allowed; {found} were supplied.");
}
