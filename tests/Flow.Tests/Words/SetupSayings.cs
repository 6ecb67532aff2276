using Sluice.Flow.Policies;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class SetupSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            new("FirstPull.Policy", FirstPull.Policy("https://sluice.example", "main")),
            new("FirstPull.Policy.Odd", FirstPull.Policy("https://sluice.example", "it's #1")),
            new("FirstPull.Body.All", FirstPull.Body("main", true, [".github/workflows/ci.yml"], [], null)),
            new(
                "FirstPull.Body.ByHand",
                FirstPull.Body(
                    "main",
                    true,
                    [],
                    [".github/workflows/ci.yml", ".github/workflows/e2e.yml"],
                    "the App has no right to change workflows (`workflows: write`)"
                )
            ),
            new("RehearsalWords.Says.Minutes", RehearsalWords.Says(new(30, 212, 190, new(2040, 0.92), new(1260, 0.41), 3, 0), "main")),
            new("RehearsalWords.Says.Hours", RehearsalWords.Says(new(30, 40, 40, new(9000, 1.2), new(540, 1), 0, 1), "main")),
            new("RehearsalWords.Says.Pulls", RehearsalWords.Says(new(30, 12, 40, null, null, 0, 0), "main")),
            new("RehearsalWords.Says.Builds", RehearsalWords.Says(new(30, 40, 1, null, null, 0, 0), "main")),
            new("Soundness.Of.Default", Soundness.Of(Policy.Default)),
            new(
                "Soundness.Of.Canary",
                Soundness.Of(PolicyReader.Read("queue: { branches: [main, release] }\ncanary: { metrics: [] }\n").Policy!)
            ),
        ];
}
