using Sluice.Flow.Intake.Origin;

namespace Sluice.Bot.Tests.Stories.Origins;

/// <summary>A pull for each mark of each row of the file of agents: a new row there is a new pull here.</summary>
internal static class OriginRows
{
    public static IEnumerable<OriginCase> All => Agents.All.SelectMany(Of).Concat(Agents.Chores.Select(Chore)).Concat(Disclosed);

    private static IEnumerable<OriginCase> Of(Agent agent)
    {
        var row = new OriginCase(agent.Name) { Agent = agent.Name, Sponsor = "cleo" };
        foreach (var id in agent.Ids)
        {
            yield return row with
            {
                Name = $"{agent.Name}: account {id}",
                Account = (id, $"renamed-{id}"),
                Level = 3,
                Sponsor = null,
                Evidence = $"attested: {agent.Name}: opened by account {id}",
            };
        }

        foreach (var app in agent.Apps)
        {
            yield return row with
            {
                Name = $"{agent.Name}: through App {app}",
                Through = app,
                Evidence = $"attested: {agent.Name}: opened through its App {app}",
            };
        }

        foreach (var login in agent.Logins)
        {
            yield return row with
            {
                Name = $"{agent.Name}: App {login}",
                Account = (0, login),
                Level = 3,
                Sponsor = null,
                Evidence = $"structural: {agent.Name}: opened by the App {login}",
            };
        }

        foreach (var branch in agent.Branches)
        {
            yield return row with
            {
                Name = $"{agent.Name}: branch {branch}",
                Branch = $"{branch}rounding",
                Evidence = $"structural: {agent.Name}: branch",
            };
        }

        foreach (var session in agent.Sessions)
        {
            yield return row with
            {
                Name = $"{agent.Name}: session {session}",
                Body = $"Rounds prices, see https://{session}0a1b2c.",
                Evidence = $"structural: {agent.Name}: links its session",
            };
        }

        foreach (var sign in agent.Signs)
        {
            yield return row with
            {
                Name = $"{agent.Name}: signs {sign}",
                Body = $"Rounds prices.\n\n{sign}",
                Evidence = $"declared: {agent.Name}: signed in the text",
            };
        }

        var suggests = agent.Suggests ? row with { Class = "assisted", Level = 1 } : row with { Share = 1 };
        foreach (var email in agent.Emails)
        {
            yield return suggests.Commit("", "Somebody", email) with
            {
                Name = $"{agent.Name}: commits as {email}",
                Evidence = $"structural: {agent.Name}: commits as",
            };
            yield return suggests.Commit($"Co-authored-by: Somebody <{email}>") with
            {
                Name = $"{agent.Name}: co-author {email}",
                Evidence = $"declared: {agent.Name}: trailer Co-authored-by",
            };
        }

        foreach (var trailer in agent.Trailers)
        {
            // The address of an agent's logs is that of a session in the cloud.
            yield return suggests.Commit(
                trailer.Contains(": ", StringComparison.Ordinal) ? trailer : $"{trailer}: https://logs.example/0a1b"
            ) with
            {
                Name = $"{agent.Name}: trailer {trailer}",
                Level = trailer == "Agent-Logs-Url" ? 3 : 2,
                Evidence = $"declared: {agent.Name}: trailer {trailer.Split(':')[0]}",
            };
        }
    }

    private static OriginCase Chore(Automaton chore) =>
        new($"chore: {chore.Name}")
        {
            Account = (chore.Id, $"chore-{chore.Id}"),
            Class = "automation",
            Level = null,
            Evidence = $"attested: {chore.Name}: opened by account",
        };

    // What tools and policies write that names no row of the table.
    private static IEnumerable<OriginCase> Disclosed =>
        [
            new OriginCase("Assisted-by")
            {
                Class = "assisted",
                Agent = "Claude Code",
                Level = 1,
                Sponsor = "cleo",
                Evidence = "declared: Claude Code: trailer Assisted-by",
            }.Commit("Assisted-by: Claude:opus coccinelle"),
            new OriginCase("Ai-assisted")
            {
                Class = "assisted",
                Agent = "an assistant",
                Level = 1,
                Sponsor = "cleo",
                Evidence = "declared: an assistant: trailer Ai-assisted",
            }.Commit("Ai-assisted: true"),
            new OriginCase("Entire-Checkpoint")
            {
                Class = "assisted",
                Agent = "an assistant",
                Level = 1,
                Sponsor = "cleo",
                Evidence = "declared: an assistant: trailer Entire-Checkpoint",
            }.Commit("Entire-Checkpoint: 0123456789ab"),
            new OriginCase("git note")
            {
                Agent = "Cursor",
                Share = 1,
                Sponsor = "cleo",
                Evidence = "declared: Cursor: git note refs/notes/ai",
                Note =
                    "docs/a.md\n  0a1b2c3d 1-4\n---\n{\"schema_version\":\"authorship/3.0.0\",\"prompts\":{\"0a1b2c3d\":{\"agent_id\":{\"tool\":\"cursor\",\"id\":\"7\",\"model\":\"m\"}}}}\n",
            },
            new OriginCase("Agent Trace")
            {
                Class = "assisted",
                Agent = "Cursor",
                Level = 1,
                Sponsor = "cleo",
                Evidence = "declared: Cursor: trace in .agent-trace/",
                Trace =
                    """{"version":"0.1.0","tool":{"name":"cursor"},"files":[{"path":"a.md","conversations":[{"contributor":{"type":"ai"},"ranges":[]}]}]}""",
            },
        ];
}
