namespace Sluice.Bot.Tests.Stories.Origins;

/// <summary>What looks like an agent and is none, and what is one and does not look like it.</summary>
internal static class OriginTraps
{
    private const string Claude = "Co-Authored-By: Claude <noreply@anthropic.com>";

    public static IEnumerable<OriginCase> All =>
        [
            new OriginCase("a person called Claude") { Account = (0, "jean-claude"), IsPerson = true }.None,
            new OriginCase("a person called Devin") { Account = (0, "devinat1"), IsPerson = true }.None,
            new OriginCase("a person called cursor") { Account = (0, "cursor"), IsPerson = true }.None,
            new OriginCase("a co-author called Claude").Commit("Co-authored-by: Jean-Claude Petit <jean-claude@shop.example>").None,
            new OriginCase("somebody else's codex@example.com").Commit("Co-authored-by: Codex <codex@example.com>").None,
            new OriginCase("CodeRabbit in a body")
            {
                Body =
                    "Rounds.\n<!-- This is an auto-generated comment: release notes by coderabbit.ai -->\n## Summary by CodeRabbit\nhttps://app.devin.ai/sessions/1\n<!-- end of auto-generated comment: release notes by coderabbit.ai -->",
            }.None,
            new OriginCase("BugBot in a body")
            {
                Body = "<!-- CURSOR_SUMMARY -->\n**Low Risk** https://cursor.com/agents/bc-12\n<!-- /CURSOR_SUMMARY -->",
            }.None,
            new OriginCase("Ellipsis in a body")
            {
                Body =
                    "<!-- ELLIPSIS_HIDDEN -->\n> [!IMPORTANT]\n> This description was created by [Ellipsis](https://www.ellipsis.dev) for 0a1b.",
            }.None,
            new OriginCase("the phantom Copilot trailer").Commit("Co-authored-by: Copilot <copilot@github.com>").None with
            {
                Evidence = "style: Copilot: trailer Co-authored-by",
            },
            new OriginCase("prose about agents")
            {
                Body =
                    "Documents how Codex, Claude Code and Devin are called.\n\n`Generated with [Claude Code](https://claude.com/claude-code)` is what we strip.",
            }.None,
            new OriginCase("the plain words of a footer") { Body = "Generated with Claude Code? No, by hand." }.None,
            new OriginCase("a branch called agent") { Branch = "agent/refactoring" }.None with
            {
                Evidence = "style: an agent: branch agent/",
            },
            new OriginCase("a picked commit")
                .Commit($"{Claude}\n(cherry picked from commit 0123456789012345678901234567890123456789)")
                .None,
            new OriginCase("an old trailer in a squash").Commit($"* Round prices\n\n{Claude}\n\n* Round taxes as well").None,
            new OriginCase("one agent's commit among a person's")
            {
                Commits = [(null, null, "Write docs"), (null, null, "Write more"), ("Cursor Agent", "cursoragent@cursor.com", "Mend docs")],
                Class = "assisted",
                Agent = "Cursor",
                Level = 1,
                Share = 0.33,
                Sponsor = "cleo",
                Evidence = "structural: Cursor: commits as",
            },
            new OriginCase("Copilot by the name of searches")
            {
                Account = (198982749, "copilot-swe-agent[bot]"),
                Agent = "GitHub Copilot",
                Level = 3,
                Evidence = "attested: GitHub Copilot",
            },
            new OriginCase("Copilot that commits as the user")
            {
                Account = (198982749, "Copilot"),
                Agent = "GitHub Copilot",
                Level = 3,
                Evidence = "attested: GitHub Copilot",
            }.Commit("", "cleo", "cleo@shop.example"),
            new OriginCase("a person called Copilot") { Account = (0, "Copilot-fan"), IsPerson = true }.None,
            new OriginCase("attribution switched off").None,
            new OriginCase("Codex without a marker")
            {
                Branch = "codex/fix-12",
                Agent = "OpenAI Codex",
                Sponsor = "cleo",
                Evidence = "structural: OpenAI Codex: branch codex/",
            },
            new OriginCase("a session in the cloud that signs all commits")
            {
                Branch = "claude/eager-hopper-x1y2z",
                Agent = "Claude Code",
                Level = 3,
                Share = 1,
                Sponsor = "cleo",
                Evidence = "structural: Claude Code: branch claude/",
            }.Commit("", "Claude", "noreply@anthropic.com"),
            new OriginCase("Devin names who asked for it")
            {
                Account = (158243242, "devin-ai-integration[bot]"),
                Agent = "Devin",
                Level = 3,
                Sponsor = "bo",
                Body = "Rounds.\n\nRequested by: @bo",
                Evidence = "attested: Devin: opened by account",
            },
            new OriginCase("an App that nobody knows")
            {
                Account = (0, "some-new-app[bot]"),
                Class = "automation",
                Level = null,
                Evidence = "attested: some-new-app[bot]",
            },
        ];
}
