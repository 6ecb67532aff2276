using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// At whom a failure points. A check that fails often says where: a file, a test. Who touches that is likelier to be bad than it was
/// believed, the more so the fewer touch it; who is beside it is less so.
/// </summary>
public static class Pointing
{
    /// <summary>P(a failure is annotated where the one who is bad made the change); assumed, not measured.</summary>
    public const double Home = 0.5;

    /// <summary>No place is so rarely touched that it may count for more.</summary>
    private const double Rarest = 0.05;

    /// <summary>What the places at which a build failed say of each of its members; empty: nothing.</summary>
    /// <param name="members">With the paths that each touches; without any, nothing is known of it.</param>
    /// <param name="others">The paths of who else waits: how often a place is touched by anybody.</param>
    public static Row<Pointed> At(
        Row<CheckNote> notes,
        IEnumerable<(int Number, Row<string> Paths)> members,
        IEnumerable<Row<string>> others
    )
    {
        var spots = new Spots(notes);
        var known = members
            .Where(member => member.Paths.Count > 0)
            .OrderBy(member => member.Number)
            .Select(member => (member.Number, Place: spots.First(member.Paths)))
            .ToList();
        var hits = known.Count(member => member.Place is not null);
        if (hits == 0)
        {
            return [];
        }

        var beside = others.Where(paths => paths.Count > 0).ToList();
        var (hit, missed) = Ratios(hits + beside.Count(paths => spots.First(paths) is not null), known.Count + beside.Count);
        return known.Select(member => new Pointed(member.Number, member.Place is null ? missed : hit, member.Place)).ToRow();
    }

    /// <summary>
    /// P(the failure is where it is | the pull is bad) over P(that | it is not), of one that touches the place and one that does not.
    /// </summary>
    /// <param name="touching">How many of <paramref name="of"/> pulls touch it.</param>
    public static (double Hit, double Missed) Ratios(int touching, int of)
    {
        var usual = Math.Max(Rarest, (touching + 0.5) / (of + 1));
        return ((Home / usual) + 1 - Home, 1 - Home);
    }

    /// <summary>
    /// What several red sets say of one pull. They may have failed by the same test: each is no new evidence, so the strongest counts
    /// alone.
    /// </summary>
    public static double Join(double one, double other) => Math.Max(one, other) >= 1 ? Math.Max(one, other) : Math.Min(one, other);

    /// <summary>The odds of a prior, times the ratio.</summary>
    public static double Weigh(double prior, double ratio) => prior * ratio / ((prior * ratio) + 1 - prior);
}

/// <summary>What a failure says of one of its suspects by the place at which it failed.</summary>
/// <param name="Ratio">P(it failed there | the pull is bad) over P(that | it is not).</param>
/// <param name="Path">That the pull touches and at which it failed; null: it touches no such.</param>
public sealed record Pointed(int Number, double Ratio, string? Path);
