using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>A check on a commit. The pulls whose head it is and the lanes whose candidate it is are rung by whoever folds it.</summary>
/// <param name="Branch">The branch that GitHub named with it, if any: a candidate's names its lane.</param>
public sealed record CheckFact(long Repo, long Stamp, Sha Sha, Check Check, string? Branch, Row<int> Pulls) : Fact(Repo, Stamp)
{
    public override string Parent => Sha.Hex;

    /// <summary>With the suite: two workflows with a job of one name are two checks, and a re-run stays in its suite.</summary>
    public override string Key =>
        (Check.App, Check.Suite) switch
        {
            (null, _) => "status/" + Check.Name,
            ({ } app, null) => string.Create(CultureInfo.InvariantCulture, $"{app}/{Check.Name}"),
            ({ } app, { } suite) => string.Create(CultureInfo.InvariantCulture, $"{app}/{suite}/{Check.Name}"),
        };

    public override IEnumerable<Subject> Concerns() =>
        Branches.Waiting(Repo, Branch) is { } waiting ? [waiting] : Pulls.Select(number => new PullSubject(Repo, number));
}
