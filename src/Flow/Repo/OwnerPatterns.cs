namespace Sluice.Flow.Repo;

/// <summary>
/// The patterns of CODEOWNERS by what a path must hold for them, since a stranger's change may have a hundred thousand paths: names, paths
/// and endings are looked up, and only what has other wildcards is held against a path one by one.
/// </summary>
internal sealed class OwnerPatterns
{
    private readonly Known _paths = new();
    private readonly Known _folders = new();
    private readonly Known _names = new();
    private readonly Known _folderNames = new();
    private readonly Known _endings = new();
    private readonly List<Wild> _wild = [];

    /// <summary>A slash before the end anchors at the root; a name stands for a file and for all below a folder of that name.</summary>
    public void Add(string pattern, int line)
    {
        var (name, isFolder) = (pattern.Trim('/'), pattern.EndsWith('/'));
        var anchored = pattern.TrimEnd('/').Contains('/');
        var star = name.AsSpan().IndexOfAny('*', '?');
        if (star < 0)
        {
            var known = anchored
                ? isFolder
                    ? _folders
                    : _paths
                : isFolder
                    ? _folderNames
                    : _names;
            known.Add(name, line);
        }
        else if (!anchored && !isFolder && name.StartsWith("*.", StringComparison.Ordinal) && name.AsSpan(1).IndexOfAny('*', '?') < 0)
        {
            _endings.Add(name[1..], line);
        }
        else
        {
            var begins = anchored ? name[..(name.AsSpan(0, star).LastIndexOf('/') + 1)] : "";
            _wild.Add(new Wild(line, begins, [.. Globs(pattern, name, anchored).Select(glob => Glob.Parse(glob))]));
        }
    }

    /// <summary>The last line whose pattern matches; -1: none does.</summary>
    public int Last(string path)
    {
        var last = -1;
        for (var (from, to) = (0, 0); from <= path.Length; from = to + 1)
        {
            to = path.IndexOf('/', from) is >= 0 and var slash ? slash : path.Length;
            last = Math.Max(last, Math.Max(_paths.Of(path, 0, to), _names.Of(path, from, to)));
            if (to < path.Length)
            {
                last = Math.Max(last, Math.Max(_folders.Of(path, 0, to), _folderNames.Of(path, from, to)));
            }

            for (var dot = path.IndexOf('.', from, to - from); dot >= 0; dot = path.IndexOf('.', dot + 1, to - dot - 1))
            {
                last = Math.Max(last, _endings.Of(path, dot, to));
            }
        }

        var wild = _wild.FindLast(each =>
            each.Line > last
            && path.StartsWith(each.Begins, StringComparison.Ordinal)
            && Array.Exists(each.Globs, glob => glob.IsMatch(path))
        );
        return wild?.Line ?? last;
    }

    private static IEnumerable<string> Globs(string pattern, string name, bool anchored)
    {
        var root = anchored ? name : $"**/{name}";
        return pattern == "*" ? ["**/*"]
            : pattern.EndsWith('/') ? [$"{root}/**"]
            : pattern.EndsWith("/*", StringComparison.Ordinal) ? [root]
            : [root, $"{root}/**"];
    }

    /// <param name="Begins">What every path that it matches begins with.</param>
    private sealed record Wild(int Line, string Begins, Glob[] Globs);

    /// <summary>Texts without wildcards, and the last line of each.</summary>
    private sealed class Known
    {
        private readonly SortedDictionary<string, int> _lines = new(StringComparer.Ordinal);
        private int _longest = -1;

        public void Add(string text, int line)
        {
            _lines[text] = line;
            _longest = Math.Max(_longest, text.Length);
        }

        public int Of(string path, int from, int to) =>
            to - from <= _longest && _lines.TryGetValue(path[from..to], out var line) ? line : -1;
    }
}
