namespace Sluice.Flow.Intake.Ci;

/// <summary>
/// Holds a path, or an end of it that begins with a whole part, against a wildcard: <c>?</c> and <c>*</c> stand for what holds no slash,
/// <c>**</c> for anything; letters are alike in both sizes. All places of the wildcard that the path may have come to are kept at once, so
/// that a hostile wildcard costs the product of both lengths at most, and a usual one hardly more than finding the slashes.
/// </summary>
public static class Wildcard
{
    private const int Small = 256;

    /// <summary>Whether the path, or what follows one of its slashes, is what the wildcard stands for.</summary>
    public static bool Matches(string wildcard, string path)
    {
        var size = wildcard.Length + 1;
        Span<bool> both = size <= Small ? stackalloc bool[2 * size] : new bool[2 * size];
        both.Clear();
        var (first, alive) = (true, false);
        for (var at = 0; at < path.Length; at++)
        {
            var begins = at == 0 || path[at - 1] == '/';
            if (!alive && !begins)
            {
                at = path.IndexOf('/', at);
                if (at < 0)
                {
                    return false;
                }

                continue;
            }

            var here = first ? both[..size] : both[size..];
            var next = first ? both[size..] : both[..size];
            if (begins)
            {
                Reach(here, wildcard, 0);
            }

            alive = Step(here, next, wildcard, path[at]);
            here.Clear();
            first = !first;
        }

        return both[(first ? size : 2 * size) - 1];
    }

    private static bool Step(Span<bool> here, Span<bool> next, string wildcard, char letter)
    {
        var alive = false;
        for (var place = 0; place < wildcard.Length; place++)
        {
            if (here[place] && Takes(wildcard, place, letter))
            {
                alive = true;
                Reach(next, wildcard, wildcard[place] == '*' ? place : place + 1);
            }
        }

        return alive;
    }

    private static bool Takes(string wildcard, int place, char letter) =>
        wildcard[place] switch
        {
            '*' => letter != '/' || IsDouble(wildcard, place),
            '?' => letter != '/',
            var same => char.ToUpperInvariant(same) == char.ToUpperInvariant(letter),
        };

    /// <summary>A star may stand for nothing: what comes after it is reached as well.</summary>
    private static void Reach(Span<bool> places, string wildcard, int place)
    {
        places[place] = true;
        while (place < wildcard.Length && wildcard[place] == '*')
        {
            place += IsDouble(wildcard, place) ? 2 : 1;
            places[place] = true;
        }
    }

    private static bool IsDouble(string wildcard, int place) => place + 1 < wildcard.Length && wildcard[place + 1] == '*';
}
