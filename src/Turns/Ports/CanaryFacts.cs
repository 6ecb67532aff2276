using System.Globalization;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// The last thing of its kind that somebody with the right told the canary that holds a pull, or of the pull once it landed. Its stamp is
/// the comment's id. To let a canary go on takes the place of what was said of that before; what takes something off or back is forgotten
/// for no other word.
/// </summary>
public sealed record CanaryOrderFact(long Repo, long Stamp, CanaryOrder Order) : Fact(Repo, Stamp)
{
    public override string Parent => Order.Environment;

    public override string Key => KeyOf(Order.Pull, Order.Ask);

    public static string KeyOf(int pull, CanaryAsk ask) =>
        ask is CanaryAsk.Promote or CanaryAsk.Extend ? Numbers.Key(pull) : $"{Numbers.Key(pull)}/{ask.ToString().ToLowerInvariant()}";

    public override IEnumerable<Subject> Concerns() => [new EnvironmentSubject(Repo, Order.Environment)];
}

public sealed record DeploymentFact(long Repo, long Stamp, Deployment Deployment) : Fact(Repo, Stamp)
{
    public override string Parent => Deployment.Environment;

    public override string Key => Numbers.Key(Deployment.Id);

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>Counts of one tick of one metric of one canary; a tick counts once.</summary>
public sealed record ReadingFact(long Repo, long Stamp, string Canary, string Metric, Tick Tick) : Fact(Repo, Stamp)
{
    public override string Parent => Canary;

    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Metric}/{Tick.Deployment}/{Tick.Index:D6}");

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of composing a part of a regressed canary and pushing its branch.</summary>
public sealed record PartFact(long Repo, long Stamp, ComposedPart Part) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Part.Canary;

    public override IEnumerable<Subject> Concerns() => [];
}
