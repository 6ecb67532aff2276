using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>A deployer, and a fleet of two tracks whose errors are five times as many where a defect that no CI sees is deployed.</summary>
public sealed class Fleet(World world, Installation installation, Agenda agenda, Dice dice, Lies lies, Testimony testimony) : IMetrics
{
    /// <summary>The environment of those who are tried.</summary>
    internal const string Canary = "canary";

    private const double Errors = 40;
    private const double Requests = 4000;

    private string? _canary;
    private string? _stable;

    public void Take(WorldEvent happened)
    {
        if (happened is DeploymentChange { Deployment: var deployment })
        {
            agenda.After(TimeSpan.FromSeconds(dice.Between(1, 10)), () => Tell(deployment, "in_progress"));
            agenda.After(TimeSpan.FromSeconds(dice.Between(15, 90)), () => Run(deployment));
        }
    }

    public Task<Turns.Ports.Answer<TickCounts>> Read(
        Flow.Repo.Repository repo,
        CanaryMetric metric,
        DateTimeOffset end,
        TimeSpan tick,
        CancellationToken stop
    ) => Task.FromResult(Tick(repo.Id));

    public Task<Turns.Ports.Answer<Row<TickCounts?>>> Series(
        Flow.Repo.Repository repo,
        CanaryMetric metric,
        DateTimeOffset first,
        int count,
        TimeSpan tick,
        CancellationToken stop
    ) =>
        Task.FromResult<Turns.Ports.Answer<Row<TickCounts?>>>(
            new Turns.Ports.Answer<Row<TickCounts?>>.Made(
                Enumerable
                    .Range(0, count)
                    .Select(_ => Tick(repo.Id) is Turns.Ports.Answer<TickCounts>.Made told ? told.Value : null)
                    .ToRow()
            )
        );

    /// <summary>No storm's policy has an error budget.</summary>
    public Task<Turns.Ports.Answer<double>> Count(
        Flow.Repo.Repository repo,
        string source,
        string query,
        DateTimeOffset end,
        TimeSpan window,
        CancellationToken stop
    ) => Task.FromResult<Turns.Ports.Answer<double>>(new Turns.Ports.Answer<double>.Refused("this fleet keeps no budget"));

    /// <summary>No storm's policy asks for it.</summary>
    public Task<Turns.Ports.Answer<Row<Symptom>>> Where(
        Flow.Repo.Repository repo,
        CanaryMetric metric,
        DateTimeOffset end,
        TimeSpan bake,
        CancellationToken stop
    ) => Task.FromResult<Turns.Ports.Answer<Row<Symptom>>>(new Turns.Ports.Answer<Row<Symptom>>.Refused("this fleet tells no places"));

    /// <summary>Whether a commit holds a defect that only production shows.</summary>
    public static bool IsDefective(Repository repo, string commit) => Defects(repo, commit).Any();

    /// <summary>The files of a commit that fail in production.</summary>
    public static IEnumerable<string> Defects(Repository repo, string commit) =>
        TreeEdit
            .Files(repo.Git, repo.Git.Commit(commit)!.Tree)
            .Select(file => file.Path)
            .Where(path => path.StartsWith("defect/", StringComparison.Ordinal));

    private Turns.Ports.Answer<TickCounts> Tick(long repo)
    {
        var truth = Truth(repo);
        var told = lies.Of(truth);
        testimony.Hear(_canary, _stable, truth, told);
        return told;
    }

    private TickCounts Truth(long repo) => new(Count(repo, _canary), Count(repo, _stable), Requests, Requests);

    private void Run(Deployment deployment)
    {
        if (deployment.Environment == Canary)
        {
            _canary = deployment.Sha;
        }
        else
        {
            _stable = deployment.Sha;
        }

        Tell(deployment, "success");
    }

    private void Tell(Deployment deployment, string state) =>
        world.Deployments.Tell(People.As(installation), deployment, new DeploymentWord(state) { AutoInactive = false });

    /// <summary>Poisson with a large mean, as a normal: at least zero.</summary>
    private double Count(long repo, string? commit)
    {
        var mean = commit is not null && IsDefective(world.Repositories[repo], commit) ? Errors * 5 : Errors;
        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.Unit())) * Math.Cos(2 * Math.PI * dice.Unit());
        return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * normal)));
    }
}
