using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Pages;

/// <summary>What the dashboard's books say of a pull; each second one is an agent's.</summary>
internal static class PullBooks
{
    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public static PullFact Opened(int number) =>
        new(
            1,
            number,
            Some.Pull(number, $"Change <b>number</b> {number}") with
            {
                Created = Now.AddHours(-3),
                Author = new Actor(number % 3, number % 3 == 0 ? "ada" : "cleo"),
            }
        );

    public static Assessment Assessed(int number) =>
        new(
            Some.Sha(number),
            number % 2 == 0
                ? new OriginAssessment(
                    OriginClass.Agent,
                    "OpenAI Codex",
                    2,
                    "ada",
                    1,
                    [new Evidence(EvidenceStrength.Structural, "OpenAI Codex", "branch codex/…")]
                )
                : OriginAssessment.None,
            new RiskAssessment(Band.Medium, 0.2, 0.1, ["spread over its files", "in 2 parts of the tree"])
        );

    public static JournalLine Told(string kind, int number, string code = "queued") =>
        new(
            kind,
            $"It is {kind}, with #3.",
            [number],
            JsonSerializer.Serialize(
                new
                {
                    code,
                    origin = new
                    {
                        @class = number % 2 == 0 ? "agent" : "none",
                        agent = number % 2 == 0 ? "OpenAI Codex" : null,
                        model = number % 2 == 0 ? "gpt-5.1-codex" : null,
                    },
                    risk = new { band = "low" },
                }
            )
        );
}
