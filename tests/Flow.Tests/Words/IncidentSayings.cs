using Sluice.Flow.Release;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Release.Incidents;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Words;

internal sealed class IncidentSayings : ISayings
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public static Incident Incident { get; } = Flow.Release.Incidents.Incident.Of("production", Canary(), Story(), Now.AddMinutes(7))!;

    public IEnumerable<Saying> All() =>
        [
            Say("Landed", IncidentWords.Landed(Incident.Canary.Pulls[0])),
            Say("Evidence", IncidentWords.Evidence()),
            Say("Title", IncidentWords.Title(Incident)),
            Say("Name", string.Join("\n", Enum.GetValues<IncidentKind>().Select(IncidentWords.Name))),
            Say("Markdown", IncidentWords.Markdown(Incident)),
            Say(
                "Markdown.Open",
                IncidentWords.Markdown(
                    Incident with
                    {
                        Canary = Incident.Canary with { Blame = null, Cost = null, Taken = [11, 12] },
                        Steps = Incident.Steps.Take(4).ToRow(),
                    }
                )
            ),
        ];

    private static Canary Canary()
    {
        var pulls = new[] { 11, 12 }
            .Select(number => new LandedPull(
                1,
                number,
                $"Change {number}",
                number == 11 ? "ada" : "eve|<b>@ada",
                Sha('a'),
                Sha('b'),
                Sha('c'),
                Sha('d'),
                "main",
                Band.Low,
                0.1,
                [],
                Now
            ))
            .ToRow();
        return new Canary("c0ffee", Sha('c'), Sha('b'), pulls, CanaryPhase.Done, 0, Now, Now.AddMinutes(2), null)
        {
            Taken = [12],
            Blame = new Blame(12, 0.97, "it changed what serves /orders"),
            Cost = new Cost(341.4, 0.0231),
        };
    }

    private static IEnumerable<(DateTimeOffset, JournalLine)> Story() =>
        [
            (Now.AddMinutes(1), Line("deploying", "cccccccccccc goes to canary.")),
            (Now.AddMinutes(2), Line("baking", "cccccccccccc runs at 5% of the traffic.")),
            (Now.AddMinutes(9), Line("regressed", "The canary is worse than what runs.")),
            (Now.AddMinutes(9).AddSeconds(40), Line("rolled_back", "bbbbbbbbbbbb runs again.")),
            (Now.AddMinutes(10), Line("named", "#12 is to blame.")),
            (Now.AddMinutes(10), Line("revert_opened", "#13 takes #12 back.")),
            (Now.AddMinutes(21), Line("unlocked", "#12 is taken back on main.")),
        ];

    private static JournalLine Line(string kind, string says) => new(kind, says, [11, 12]);

    private static Sha Sha(char digit) => new(new string(digit, 40));

    private static Saying Say(string name, string text) => new("IncidentWords." + name, text);
}
