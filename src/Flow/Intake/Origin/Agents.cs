namespace Sluice.Flow.Intake.Origin;

/// <summary>The agents that are known, one row each. A new agent is a new row here and a row in the tests.</summary>
public static class Agents
{
    public static Row<Agent> All { get; } =
    [
        new("GitHub Copilot")
        {
            Apps = [1143301],
            Ids = [198982749], // shown as "Copilot" by the API and as "copilot-swe-agent[bot]" in searches
            Emails = ["198982749+Copilot@users.noreply.github.com"],
            Branches = ["copilot/"],
            Trailers = ["Agent-Logs-Url"],
            Signs = ["gh.io/copilot-coding-agent-tips", "<!-- START COPILOT CODING AGENT"],
            Remote = true,
        },
        new("Copilot CLI") { Emails = ["223556219+Copilot@users.noreply.github.com"] },
        new("Copilot suggestion")
        {
            Emails = ["175728472+Copilot@users.noreply.github.com", "62310815+github-advanced-security[bot]@users.noreply.github.com"],
            Suggests = true,
        },
        new("OpenAI Codex")
        {
            Ids = [199175422],
            Apps = [1144995],
            Emails = ["noreply@openai.com", "199175422+chatgpt-codex-connector[bot]@users.noreply.github.com"],
            Branches = ["codex/"],
            Sessions = ["chatgpt.com/codex/tasks/task_"],
        },
        new("Claude Code")
        {
            Ids = [209825114],
            Apps = [1236702],
            Emails = ["noreply@anthropic.com", "no-reply@anthropic.com", "209825114+claude[bot]@users.noreply.github.com"],
            Branches = ["claude/"],
            Sessions = ["claude.ai/code/session_"],
            Trailers = ["Claude-Session"],
            Signs = ["Generated with [Claude Code](https://claude."],
        },
        new("Cursor")
        {
            Ids = [206951365],
            Apps = [1210556],
            Emails = ["cursoragent@cursor.com"],
            Branches = ["cursor/"],
            Sessions = ["cursor.com/agents/bc-", "cursor.com/background-agent?bcId=bc-"],
            Trailers = ["Made-with: Cursor"],
            Remote = true,
        },
        new("Devin")
        {
            Ids = [158243242],
            Emails = ["158243242+devin-ai-integration[bot]@users.noreply.github.com"],
            Branches = ["devin/"],
            Sessions = ["app.devin.ai/sessions/"],
            Remote = true,
        },
        new("Google Jules")
        {
            Ids = [161369871],
            Emails = ["161369871+google-labs-jules[bot]@users.noreply.github.com"],
            Remote = true,
        },
        new("Amazon Q")
        {
            Ids = [208079219],
            Emails = ["208079219+amazon-q-developer[bot]@users.noreply.github.com"],
            Remote = true,
        },
        new("Kiro")
        {
            Logins = ["kiro-agent[bot]"],
            Signs = ["created by @kiro-agent on behalf of"],
            Remote = true,
        },
        new("Codegen") { Logins = ["codegen-sh[bot]"], Remote = true },
        new("OpenCode") { Logins = ["opencode-agent[bot]"], Emails = ["noreply@opencode.ai"] },
        new("Tembo") { Logins = ["tembo[bot]"], Remote = true },
        new("Mentat") { Logins = ["mentatbot[bot]"], Remote = true },
        new("Factory") { Logins = ["factory-droid[bot]"], Remote = true },
        new("Ellipsis") { Logins = ["ellipsis-dev[bot]"], Remote = true },
        new("OpenHands") { Emails = ["openhands@all-hands.dev"], Branches = ["openhands/", "openhands-fix-issue-"] },
        new("Aider") { Emails = ["aider@aider.chat", "noreply@aider.chat"] },
        new("Amp")
        {
            Emails = ["amp@ampcode.com"],
            Sessions = ["ampcode.com/threads/T-"],
            Trailers = ["Amp-Thread-ID"],
        },
        new("Replit") { Trailers = ["Replit-Commit-Author: Agent", "Replit-Commit-Session-Id"] },
        new("Goose") { Emails = ["opensource@block.xyz"] },
        new("Windsurf") { Emails = ["noreply@codeium.com"] },
        new("Cline") { Emails = ["noreply@cline.bot"] },
        new("Gemini CLI") { Emails = ["gemini-cli-agent@google.com"] },
        new("Pi") { Emails = ["noreply@pi.dev"] },
        new("Roo Code") { Emails = ["roomote@roocode.com"] },
        new("Continue") { Emails = ["noreply@continue.dev"] },
    ];

    /// <summary>The agent that a tool's own name means, such as <c>claude</c> or <c>github-copilot</c>; null: none that is known.</summary>
    public static Agent? Named(string tool)
    {
        var name = Letters(tool);
        return name.Length < 3
            ? null
            : All.FirstOrDefault(agent =>
                Letters(agent.Name) is var known
                && (known == name || known.StartsWith(name, StringComparison.Ordinal) || known.EndsWith(name, StringComparison.Ordinal))
            );
    }

    private static string Letters(string name) => string.Concat(name.Take(60).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>Apps that do chores by rule and write no code of their own.</summary>
    public static Row<Automaton> Chores { get; } =
    [
        new("Dependabot", 49699333),
        new("Renovate", 29139614),
        new("GitHub Actions", 41898282),
        new("Maestro", 42748379),
        new("pre-commit.ci", 66853113),
    ];

    /// <summary>Addresses that editors stamped on work of people too: worth a note, never a class.</summary>
    public static Row<string> Unreliable { get; } = ["copilot@github.com"];
}

/// <summary>An App that does chores, by the number of its account.</summary>
public sealed record Automaton(string Name, long Id);
