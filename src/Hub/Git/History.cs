namespace Sluice.Hub.Git;

/// <summary>
/// Questions about ancestry. Each commit's generation (1 + the highest of its parents) is remembered, so that walks stop
/// where nothing older can matter.
/// </summary>
public sealed class History(IGit git)
{
    private readonly Dictionary<string, int> _generations = new(StringComparer.Ordinal);

    public bool IsAncestor(string ancestor, string descendant)
    {
        if (ancestor == descendant)
            return true;
        var floor = Generation(ancestor);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        open.Push(descendant);
        while (open.TryPop(out var sha))
        {
            if (sha == ancestor)
                return true;
            if (Generation(sha) <= floor || !seen.Add(sha))
                continue;
            foreach (var parent in Parents(sha))
                open.Push(parent);
        }

        return false;
    }

    /// <summary>The best common ancestor, or null for unrelated histories. Ties go to the smaller id.</summary>
    public string? MergeBase(string one, string other)
    {
        const int left = 1,
            right = 2;
        var marks = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new SortedSet<(int Depth, string Sha)>();
        Mark(one, left);
        Mark(other, right);
        while (open.Count > 0)
        {
            var (depth, sha) = open.Min;
            open.Remove((depth, sha));
            if (marks[sha] == (left | right))
                return sha;
            foreach (var parent in Parents(sha))
                Mark(parent, marks[sha]);
        }

        return null;

        void Mark(string sha, int side)
        {
            marks[sha] = marks.GetValueOrDefault(sha) | side;
            open.Add((-Generation(sha), sha));
        }
    }

    /// <summary>The commits reachable from <paramref name="head"/> and not from <paramref name="exclude"/>, oldest first.</summary>
    public Commit[] Between(string exclude, string head)
    {
        const int wanted = 1,
            hidden = 2;
        var marks = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new SortedSet<(int Depth, string Sha)>();
        var wantedOpen = 0;
        var found = new List<Commit>();
        Mark(head, wanted);
        Mark(exclude, hidden);
        while (wantedOpen > 0)
        {
            var (depth, sha) = open.Min;
            open.Remove((depth, sha));
            var mark = marks[sha];
            if (mark == wanted)
            {
                wantedOpen--;
                found.Add(git.Commit(sha)!);
            }

            foreach (var parent in Parents(sha))
                Mark(parent, mark);
        }

        found.Reverse();
        return [.. found];

        void Mark(string sha, int side)
        {
            var old = marks.GetValueOrDefault(sha);
            marks[sha] = old | side;
            var isNew = open.Add((-Generation(sha), sha));
            var wasCounted = !isNew && old == wanted;
            var counts = marks[sha] == wanted;
            if (counts && !wasCounted)
                wantedOpen++;
            else if (!counts && wasCounted)
                wantedOpen--;
        }
    }

    public int Generation(string sha)
    {
        if (_generations.TryGetValue(sha, out var known))
            return known;
        var open = new Stack<string>();
        open.Push(sha);
        while (open.TryPeek(out var top))
        {
            var missing = false;
            var highest = 0;
            foreach (var parent in Parents(top))
            {
                if (_generations.TryGetValue(parent, out var generation))
                    highest = Math.Max(highest, generation);
                else
                {
                    open.Push(parent);
                    missing = true;
                }
            }

            if (missing)
                continue;
            _generations[top] = highest + 1;
            open.Pop();
        }

        return _generations[sha];
    }

    // A shallow push may name parents that nobody has: history ends there.
    private string[] Parents(string sha) => git.Commit(sha)?.Parents ?? [];
}
