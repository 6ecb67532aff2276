using Sluice.Flow.Release;
using Sluice.Flow.Release.Incidents;
using Sluice.Flow.Tests.Words;

namespace Sluice.Flow.Tests.Release;

public sealed class IncidentTests
{
    [Fact]
    public void The_times_are_those_between_its_steps()
    {
        var incident = IncidentSayings.Incident;

        Assert.Equal(
            (TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(12)),
            (incident.Detected, incident.Mitigated, incident.Reverted)
        );
        Assert.Equal(incident.Steps.OrderBy(step => step.At), incident.Steps);
    }

    [Fact]
    public void What_did_no_harm_is_no_incident()
    {
        var canary = IncidentSayings.Incident.Canary with { Taken = [] };

        Assert.Null(Incident.Of("production", canary, [(IncidentSayings.Now, new JournalLine("promoted", "It runs.", []))], null));
    }

    [Fact]
    public void A_true_regression_tells_its_whole_story()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 9;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        fleet.Land([2], 0.01, reverts: [1]);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);

        var incident = Incident.Of("production", fleet.Ledger.Past[0], fleet.Journal.Select(line => (fleet.Now, line)), null)!;

        Assert.Equal(
            [
                IncidentKind.Landed,
                IncidentKind.Deployed,
                IncidentKind.Exposed,
                IncidentKind.Verdict,
                IncidentKind.Mitigated,
                IncidentKind.Named,
                IncidentKind.RevertOpened,
                IncidentKind.Reverted,
            ],
            incident.Steps.Select(step => step.Kind).Where(kind => kind != IncidentKind.Widened).Distinct()
        );
    }

    [Fact]
    public void The_first_evidence_is_where_half_of_it_was_there()
    {
        var quiet = new Tick("d", 0, 1, 1, 0.5);
        var loud = new Tick("d", 0, 20, 1, 0.5);

        Assert.Equal(2, Incident.First([quiet, quiet, loud, loud], 1.1, 0.01));
        Assert.Null(Incident.First([quiet, quiet, quiet with { Share = null }], 1.1, 0.01));
    }
}
