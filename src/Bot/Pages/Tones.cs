namespace Sluice.Bot.Pages;

/// <summary>How a stable word is coloured: always beside the word itself.</summary>
internal static class Tones
{
    public static Html Mark(string? word) =>
        word is null or "" ? Html.Empty : Html.Of($"<span class=\"mark {Of(word)}\">{word.Replace('_', ' ')}</span>");

    public static string Of(string word) =>
        word switch
        {
            "landed"
            or "merged"
            or "healthy"
            or "green"
            or "promoted"
            or "success"
            or "low"
            or "idle"
            or "base_green"
            or "unlocked"
            or "canary_healthy"
            or "done"
            or "caught" => "good",
            "ejected"
            or "regressed"
            or "reverted"
            or "red"
            or "failure"
            or "high"
            or "halted"
            or "base_red"
            or "rolled_back"
            or "deploy_failed"
            or "rollback_failed"
            or "canary_regressed"
            or "dead"
            or "fails"
            or "missed"
            or "false_alarm" => "bad",
            "waiting"
            or "held"
            or "inconclusive"
            or "invalid"
            or "medium"
            or "paused"
            or "frozen"
            or "asking"
            or "revert_opened"
            or "no_verdict"
            or "conflict"
            or "stalled"
            or "rollingback"
            or "reverting"
            or "named"
            or "ordered"
            or "rerun"
            or "blaming"
            or "splitting"
            or "late" => "warn",
            "approve"
            or "vouch"
            or "decide"
            or "testing"
            or "building"
            or "running"
            or "canary"
            or "baking"
            or "deploying"
            or "promoting"
            or "widened"
            or "queued"
            or "trying"
            or "runs" => "busy",
            "agent" or "assisted" or "automation" => "agent",
            _ => "",
        };
}
