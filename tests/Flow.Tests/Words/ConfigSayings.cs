using Sluice.Flow.Policies;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class ConfigSayings : ISayings
{
    private static readonly Row<Setting> InForce = PolicyReader.Read("queue: { slots: 2 }").Settings;

    private static readonly Proposal Faulty = Proposal.Of("queue: { slotz: 3, checks: all }", InForce);

    private static readonly Proposal Hostile = Proposal.Of(
        $"\"{Told.Hostile.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\": 1",
        InForce
    );

    private static readonly Proposal Wider = Proposal.Of(
        "queue: { slots: 9 }\ncanary: { metrics: [] }\nflow: { adaptive: false }\nrisk: { floors: [{ paths: [db/**], because: 'a | b `c` @ada' }] }".Replace(
            "because",
            "at_least: high, because",
            StringComparison.Ordinal
        ),
        InForce
    );

    public IEnumerable<Saying> All() =>
        [
            new("ConfigCheck.Title.Faults", ConfigCheck.Title(Faulty)),
            new("ConfigCheck.Title.Changes", ConfigCheck.Title(Wider)),
            new("ConfigCheck.Title.Nothing", ConfigCheck.Title(Same)),
            new("ConfigCheck.Summary.Faults", ConfigCheck.Summary(Faulty, "main")),
            new("ConfigCheck.Summary.Hostile", ConfigCheck.Summary(Hostile, "main")),
            new("ConfigCheck.Summary.Changes", ConfigCheck.Summary(Wider, "main")),
            new("ConfigCheck.Summary.Removed", ConfigCheck.Summary(Proposal.Of(null, InForce), "main")),
            new("ConfigCheck.Summary.Nothing", ConfigCheck.Summary(Same, "main")),
            new("BrokenPolicy.Says.Earlier", BrokenPolicy.Says("main", Pull.Head(7), false)),
            new("BrokenPolicy.Says.Unnamed", BrokenPolicy.Says("main", null, false)),
            new("BrokenPolicy.Says.Defaults", BrokenPolicy.Says("release/2.x", null, true)),
            new("ConfigCheck.At", ConfigCheck.At(new Fault(3, 1, "there is no key '@ada' in queue"))),
        ];

    private static Proposal Same => Proposal.Of("queue: { slots: 2 }", InForce);
}
