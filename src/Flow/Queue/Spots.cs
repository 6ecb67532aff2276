using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Where a build failed, as its checks say. Every path of everybody in line is asked for, so it is looked up, not compared with each note.
/// </summary>
internal sealed class Spots
{
    /// <summary>Names of tests begin with it or end on it: shorter names than this are words like any other.</summary>
    private const int ShortestName = 5;

    /// <summary>
    /// The paths of the notes, and what is left of each behind one of its slashes: a runner's paths begin where its checkout is.
    /// </summary>
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _titles = new(StringComparer.Ordinal);

    /// <summary>Of all titles.</summary>
    private readonly SortedSet<string> _words = new(StringComparer.Ordinal);

    public Spots(Row<CheckNote> notes)
    {
        foreach (var note in notes)
        {
            _paths.Add(note.Path);
            for (var slash = note.Path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = note.Path.IndexOf('/', slash + 1))
            {
                _paths.Add(note.Path[(slash + 1)..]);
            }

            if (note.Title is { } title && _titles.Add(title))
            {
                _words.UnionWith(Words(title));
            }
        }
    }

    /// <summary>The first of these paths at which, or at a test that is named after it, a check failed; null: at none.</summary>
    public string? First(Row<string> paths) => paths.FirstOrDefault(path => _paths.Contains(path) || IsNamed(path));

    /// <summary>Whether the file's name stands in a test's, as a word.</summary>
    private bool IsNamed(string path)
    {
        if (_titles.Count == 0)
        {
            return false;
        }

        var file = path[(path.LastIndexOf('/') + 1)..];
        var name = file.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? file[..dot] : file;
        return name.Length >= ShortestName
            && (!IsOfWord(name[0]) || _words.Contains(name[..EndOfWord(name, 0)]))
            && _titles.Any(title => Names(title, name));
    }

    private static bool Names(string title, string name)
    {
        for (var at = title.IndexOf(name, StringComparison.Ordinal); at >= 0; at = title.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfWord(title[at - 1])) && (at + name.Length == title.Length || !IsOfWord(title[at + name.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Words(string title)
    {
        for (var at = 0; at < title.Length; at++)
        {
            if (IsOfWord(title[at]))
            {
                var end = EndOfWord(title, at);
                yield return title[at..end];
                at = end;
            }
        }
    }

    private static int EndOfWord(string text, int from)
    {
        var end = from;
        while (end < text.Length && IsOfWord(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
