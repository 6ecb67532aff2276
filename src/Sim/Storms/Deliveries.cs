using System.Globalization;
using Sluice.Hub.Model;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>Carries what the world tells to the bot's door, through the weather: lost, doubled, late, and in another order.</summary>
public sealed class Deliveries(World world, Installation installation, Agenda agenda, Dice dice, Tally tally, Func<Books> door)
{
    private long _count;
    private string _newest = "";

    public Weather Weather { get; set; } = Weather.Calm;

    public void Take(WorldEvent happened)
    {
        var facts = Facts(happened);
        if (facts.Count == 0)
        {
            return;
        }

        var delivery = (++_count).ToString("D9", CultureInfo.InvariantCulture);
        if (!dice.Chance(Weather.Lost))
        {
            agenda.After(dice.Within(Weather.Late), () => Deliver(delivery, facts));
        }
        else
        {
            tally.Add(Fault.LostDelivery);
        }

        if (dice.Chance(Weather.Doubled))
        {
            tally.Add(Fault.DoubledDelivery);
            agenda.After(dice.Within(Weather.Late), () => Deliver(delivery, facts));
        }
    }

    private void Deliver(string delivery, IReadOnlyList<Fact> facts)
    {
        if (string.CompareOrdinal(delivery, _newest) < 0)
        {
            tally.Add(Fault.OvertakenDelivery);
        }

        _newest = string.CompareOrdinal(delivery, _newest) > 0 ? delivery : _newest;
        try
        {
            var books = door();
            var news = books.Take([new Delivery(delivery, facts)], CancellationToken.None).GetAwaiter().GetResult();
            books.RingFor(news[0] ?? [], CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is CrashException or GaleException)
        {
            // The sender sees a broken connection and GitHub does not deliver again: the same as a lost delivery, or one whose ring was
            // lost.
        }
    }

    private IReadOnlyList<Fact> Facts(WorldEvent happened) =>
        happened switch
        {
            WorldEvent.PullRequest { What: "labeled" or "unlabeled", Pull: var pull } =>
            [
                WorldFacts.Of(pull),
                WorldFacts.Of(pull, pull.LabelEvents[^1]),
            ],
            WorldEvent.PullRequest told => [WorldFacts.Of(told.Pull)],
            WorldEvent.PullReview told => [WorldFacts.Of(told.Pull, told.Review)],
            WorldEvent.Comment { What: not "deleted" } told => [WorldFacts.Of(told.Subject)],
            WorldEvent.CheckRunChange told => [WorldFacts.Of(told.Of, told.Run, BranchOf(told.Of, told.Run.Sha), world.Now)],
            RepositoryChange { Did: "renamed", Changed: var repo } => [WorldFacts.Of(repo, installation)],
            WorldEvent.Push told when told.Ref.StartsWith("refs/heads/", StringComparison.Ordinal) && installation.Covers(told.Of) =>
            [
                WorldFacts.Branch(told.Of, told.Ref["refs/heads/".Length..], world.Now),
            ],
            DeploymentChange told => [WorldFacts.Of(told.Deployment)],
            DeploymentStatusChange told => [WorldFacts.Of(told.Deployment)],
            WorldEvent.InstallationChange =>
            [
                .. world.Repositories.Values.Where(installation.Covers).Select(repo => WorldFacts.Of(repo, installation)),
            ],
            _ => [],
        };

    /// <summary>The branch that GitHub names with a check run: the one its suite was made for.</summary>
    internal static string? BranchOf(Repository repo, string sha) => repo.Landings.LastOrDefault(move => move.After == sha)?.Branch;
}
