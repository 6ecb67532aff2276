namespace Sluice.Cli.Demo;

/// <summary>
/// Who opens pull requests in the demo: four people and six agents, each with the marks that it leaves on real pull requests.
/// </summary>
/// <param name="Id">The numeric id that GitHub knows it by; 0: the hub's own for that login.</param>
internal sealed record Player(
    string Name,
    string Login,
    long Id,
    bool IsBot,
    string Email,
    string BranchPrefix,
    string BodyMark = "",
    string Trailer = ""
)
{
    public string Body(string says) => BodyMark.Length == 0 ? says : $"{says}\n\n{BodyMark}";

    public string Message(string title) => Trailer.Length == 0 ? title : $"{title}\n\n{Trailer}";
}

internal static class Cast
{
    public static Player Ada { get; } = Person("ada", 0);

    public static Player Ben { get; } = Person("ben", 0);

    public static Player Cleo { get; } = Person("cleo", 0);

    public static Player Dan { get; } = Person("dan", 0);

    public static Player Copilot { get; } =
        new(
            "Copilot",
            "Copilot",
            198982749,
            true,
            "198982749+Copilot@users.noreply.github.com",
            "copilot/",
            "<!-- START COPILOT CODING AGENT TIPS -->\nhttps://gh.io/copilot-coding-agent-tips",
            "Co-authored-by: ada <ada@acme.example>\nAgent-Logs-Url: https://github.com/acme/shop/sessions/5f0c9c4e-7d3b-4f7e-9f0e-2f6f4b1d8a11"
        );

    public static Player Devin { get; } =
        new(
            "Devin",
            "devin-ai-integration[bot]",
            158243242,
            true,
            "158243242+devin-ai-integration[bot]@users.noreply.github.com",
            "devin/",
            "Requested by: ben\nhttps://app.devin.ai/sessions/0b5d0b4a7a8c4d0f"
        );

    public static Player Claude { get; } =
        new(
            "Claude",
            "claude[bot]",
            209825114,
            true,
            "209825114+claude[bot]@users.noreply.github.com",
            "claude/",
            "🤖 Generated with [Claude Code](https://claude.ai/code)",
            "Co-Authored-By: cleo <cleo@acme.example>"
        );

    /// <summary>Opens under a person's login: only branch and session address tell.</summary>
    public static Player Codex { get; } =
        Dan with
        {
            Name = "Codex",
            BranchPrefix = "codex/",
            BodyMark = "https://chatgpt.com/codex/tasks/task_e_68d2f0aa",
        };

    public static Player Cursor { get; } =
        Cleo with
        {
            Name = "Cursor",
            Email = "cursoragent@cursor.com",
            BranchPrefix = "cursor/",
            BodyMark = "[Open in Cursor](https://cursor.com/agents/bc-4d2e6f0a)",
        };

    public static Player Jules { get; } =
        new("Jules", "google-labs-jules[bot]", 161369871, true, "161369871+google-labs-jules[bot]@users.noreply.github.com", "jules/");

    public static IReadOnlyList<Player> People { get; } = [Ada, Ben, Cleo, Dan];

    public static IReadOnlyList<Player> Agents { get; } = [Copilot, Devin, Claude, Codex, Cursor, Jules];

    private static Player Person(string login, long id) => new(login, login, id, false, $"{login}@acme.example", $"{login}/");
}
