using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Something known about a repository on GitHub: folded by webhooks, by answers to requests and by reconciling reads alike.</summary>
/// <param name="Stamp">GitHub's own time of it, finer parts by <see cref="Stamps"/>: an older one never overwrites a newer one.</param>
public abstract record Fact(long Repo, long Stamp)
{
    /// <summary>What it hangs on: a commit for checks, a pull's number for reviews and comments, empty for the repository itself.</summary>
    public abstract string Parent { get; }

    /// <summary>Its name under the parent.</summary>
    public abstract string Key { get; }

    /// <summary>Whether the sweep rings for it.</summary>
    public virtual bool IsAlive => false;

    /// <summary>Who must look again when this is news.</summary>
    public abstract IEnumerable<Subject> Concerns();
}

public sealed record RepositoryFact(long Repo, long Stamp, Repository Repository) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => "";

    public override bool IsAlive => Repository.Alive;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>A check on a commit. The pulls whose head it is and the lanes whose candidate it is are rung by whoever folds it.</summary>
/// <param name="Branch">The branch that GitHub named with it, if any: a candidate's names its lane.</param>
public sealed record CheckFact(long Repo, long Stamp, Sha Sha, Check Check, string? Branch, Row<int> Pulls) : Fact(Repo, Stamp)
{
    public override string Parent => Sha.Hex;

    /// <summary>With the suite: two workflows with a job of one name are two checks, and a re-run stays in its suite.</summary>
    public override string Key => (Check.App, Check.Suite) switch
    {
        (null, _) => "status/" + Check.Name,
        ({ } app, null) => string.Create(CultureInfo.InvariantCulture, $"{app}/{Check.Name}"),
        ({ } app, { } suite) => string.Create(CultureInfo.InvariantCulture, $"{app}/{suite}/{Check.Name}"),
    };

    public override IEnumerable<Subject> Concerns() =>
        Branches.Waiting(Repo, Branch) is { } waiting ? [waiting] : Pulls.Select(number => new PullSubject(Repo, number));
}

public sealed record ReviewFact(long Repo, long Stamp, int Number, Review Review) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Review.Id);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <param name="Comment">Its body is kept only where it holds a command or one of our markers.</param>
public sealed record CommentFact(long Repo, long Stamp, int Number, Comment Comment) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Comment.Id);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

public sealed record LabelFact(long Repo, long Stamp, int Number, LabelEvent Event) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Event.Label;

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <summary>Where a branch stands; Sha null: it was deleted.</summary>
public sealed record BranchFact(long Repo, long Stamp, string Name, Sha? Sha) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Name;

    public override IEnumerable<Subject> Concerns() => [Branches.Waiting(Repo, Name) ?? new LaneSubject(Repo, Name)];
}

public sealed record DeploymentFact(long Repo, long Stamp, Deployment Deployment) : Fact(Repo, Stamp)
{
    public override string Parent => Deployment.Environment;

    public override string Key => Numbers.Key(Deployment.Id);

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What somebody may do in a repository, as GitHub last said.</summary>
public sealed record PermissionFact(long Repo, long Stamp, string Login, Permission Permission) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Login;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of composing a build: a truth about content, hence never stale.</summary>
public sealed record CompositionFact(long Repo, long Stamp, string Base, Composition Composition) : Fact(Repo, Stamp)
{
    public override string Parent => Base;

    public override string Key => Composition.Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>Counts of one tick of one metric of one canary; a tick counts once.</summary>
public sealed record ReadingFact(long Repo, long Stamp, string Canary, string Metric, Tick Tick) : Fact(Repo, Stamp)
{
    public override string Parent => Canary;

    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Metric}/{Tick.Deployment}/{Tick.Index:D6}");

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What a branch demands, as GitHub last said.</summary>
public sealed record RulesFact(long Repo, long Stamp, string Branch, BranchRules Rules) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Branch;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Branch)];
}

/// <summary>A revert that the bot opened, and what it answers.</summary>
/// <param name="Head">What the bot composed: a push of somebody else's onto it is no revert of the bot's any more.</param>
public sealed record RevertFact(long Repo, long Stamp, string Canary, int Number, Row<int> Reverts, bool Certain, Sha Head) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <summary>A command's comment that was answered.</summary>
public sealed record AnsweredFact(long Repo, long Stamp, int Number, long Comment) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Comment);

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>The last thing that somebody with the right told a lane. Its stamp is the comment's id: the later comment is the later word.</summary>
public sealed record LaneOrderFact(long Repo, long Stamp, LaneOrder Order) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Order.Base;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Order.Base)];
}

/// <summary>The last thing that somebody with the right told the canary that holds a pull. Its stamp is the comment's id.</summary>
public sealed record CanaryOrderFact(long Repo, long Stamp, CanaryOrder Order) : Fact(Repo, Stamp)
{
    public override string Parent => Order.Environment;

    public override string Key => Numbers.Key(Order.Pull);

    public override IEnumerable<Subject> Concerns() => [new EnvironmentSubject(Repo, Order.Environment)];
}

/// <summary>The pull request that lands a change again, as somebody asked by a comment.</summary>
/// <param name="Asked">Which asking it answers.</param>
public sealed record RelandFact(long Repo, long Stamp, string Asked, int Number) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Asked;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>The server refused to move a base to a candidate: its words.</summary>
public sealed record LandingRefusedFact(long Repo, long Stamp, string Base, string Build, string Why) : Fact(Repo, Stamp)
{
    /// <summary>Not by the server: what would land is not what was tested.</summary>
    public bool Untested { get; init; }

    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>The server said that a base stands at a candidate now: what it holds there is read, not believed.</summary>
public sealed record LandingTakenFact(long Repo, long Stamp, string Base, string Build) : Fact(Repo, Stamp)
{
    /// <summary>The commit that GitHub made, where it merged the pull itself; null: the base was pushed to the candidate.</summary>
    public Sha? Commit { get; init; }

    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>GitHub would not run a build's failed jobs again: its words.</summary>
public sealed record RerunRefusedFact(long Repo, long Stamp, string Base, string Build, string Why) : Fact(Repo, Stamp)
{
    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>A revert of a canary could not be composed or pushed: why.</summary>
public sealed record RevertRefusedFact(long Repo, long Stamp, string Canary, string Why) : Fact(Repo, Stamp)
{
    public RefusalKind Kind { get; init; }

    public override string Parent => "";

    public override string Key => Canary;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of composing a part of a regressed canary and pushing its branch.</summary>
public sealed record PartFact(long Repo, long Stamp, ComposedPart Part) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Part.Canary;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>The last sweep that looked after a repository; its stamp is when that sweep began.</summary>
/// <param name="At">When the last one that read everything began; where a command was not heard yet, since that was said: the next one reads on from there.</param>
/// <param name="Pulls">Open pull requests that were known to it.</param>
/// <param name="Times">How many there were before it.</param>
public sealed record ReconciledFact(long Repo, long Stamp, DateTimeOffset At, int Pulls = 0, int Times = 0) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => "";

    public override bool IsAlive => true;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>Numbers as keys of facts.</summary>
public static class Numbers
{
    /// <summary>Padded, so that text order is number order.</summary>
    public static string Key(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
