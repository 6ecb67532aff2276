using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>The red sets as evidence comes in.</summary>
internal static class RedSets
{
    /// <summary>One more build of this very set failed.</summary>
    /// <param name="excuse">P(it failed so | nobody is bad).</param>
    public static Row<RedSet> Failed(Row<RedSet> reds, Row<Member> content, Row<Check> failed, double excuse, Row<Pointed> pointed)
    {
        var suspects = content.OrderBy(member => member.Number).ToRow();
        return reds.Any(red => Same(red.Suspects, suspects))
            ? reds.Select(red => Same(red.Suspects, suspects) ? Again(red, failed, excuse, pointed) : red).ToRow()
            : reds.Add(new RedSet(suspects, 1, failed) { Excuse = excuse, Pointed = pointed });
    }

    private static RedSet Again(RedSet red, Row<Check> failed, double excuse, Row<Pointed> pointed) =>
        red with
        {
            Times = red.Times + 1,
            Failed = failed,
            Excuse = red.Excuse * excuse,
            Pointed = pointed.Count > 0 ? pointed : red.Pointed,
        };

    /// <summary>Green speaks for all in it and for every pair of them: a red set within it was a flake.</summary>
    public static Row<RedSet> Passed(Row<RedSet> reds, Row<Member> content, out List<RedSet> flakes)
    {
        var cleared = flakes = reds.Where(red => red.Suspects.All(member => content.Any(good => good.Number == member.Number))).ToList();
        return reds.Where(red => !cleared.Contains(red)).ToRow();
    }

    /// <summary>Who landed is no suspect; a set of which all landed was a flake; sets that become the same are one.</summary>
    public static Row<RedSet> Landed(Row<RedSet> reds, Row<int> landed, out List<RedSet> flakes)
    {
        flakes = [];
        var rest = new List<RedSet>();
        foreach (var red in reds)
        {
            var left = red with
            {
                Suspects = red.Suspects.Where(member => !landed.Contains(member.Number)).ToRow(),
                Beside = red.Beside.Concat(red.Suspects.Select(member => member.Number).Where(landed.Contains)).Distinct().Order().ToRow(),
                Pointed = Left(red.Pointed, landed.Contains),
            };
            var same = rest.FindIndex(other => Same(other.Suspects, left.Suspects));
            if (left.Suspects.Count == 0)
            {
                flakes.Add(red);
            }
            else if (same < 0)
            {
                rest.Add(left);
            }
            else
            {
                rest[same] = rest[same] with
                {
                    Times = rest[same].Times + left.Times,
                    Excuse = rest[same].Excuse * left.Excuse,
                    Failed = left.Failed,
                    Pointed = left.Pointed.Count > 0 ? left.Pointed : rest[same].Pointed,
                    Beside = rest[same].Beside.Concat(left.Beside).Distinct().Order().ToRow(),
                };
            }
        }

        return rest.ToRow();
    }

    /// <summary>Where one at whom it pointed has landed, the failure was not its own: it points at nobody any more.</summary>
    public static Row<Pointed> Left(Row<Pointed> pointed, Func<int, bool> landed) =>
        pointed.Any(one => one.Path is not null && landed(one.Number)) ? [] : pointed.Where(one => !landed(one.Number)).ToRow();

    /// <summary>Those that hold no other.</summary>
    /// <param name="reds">Their suspects ascending.</param>
    public static List<Observation> Minimal(List<Observation> reds) =>
        reds.FindAll(red =>
            !reds.Exists(other => other.Suspects.Count < red.Suspects.Count && Holds(red.Suspects.AsSpan(), other.Suspects.AsSpan()))
        );

    private static bool Holds(ReadOnlySpan<int> all, ReadOnlySpan<int> some)
    {
        var at = 0;
        foreach (var place in some)
        {
            while (at < all.Length && all[at] < place)
            {
                at++;
            }

            if (at == all.Length || all[at] != place)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(Row<Member> one, Row<Member> other) =>
        one.Count == other.Count
        && one.Zip(other).All(pair => pair.First.Number == pair.Second.Number && pair.First.Head == pair.Second.Head);
}
