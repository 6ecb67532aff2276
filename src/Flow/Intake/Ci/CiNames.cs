using System.Collections.Immutable;

namespace Sluice.Flow.Intake.Ci;

/// <summary>
/// What some texts of CI name. A path has a name when it ends in it, whole parts for whole parts: which folder a command stands in is not
/// followed, so that <c>run.sh</c> names every <c>run.sh</c>. Letters are alike in both sizes, as on some runners.
/// </summary>
public sealed record CiNames
{
    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>More would cost a stranger little and this process much.</summary>
    private const int MostPatterns = 500;

    /// <summary>Paths times what each is held against, one by one.</summary>
    internal const long MostLooks = 2_000_000;

    /// <summary>What a program is called when only its folder is named.</summary>
    private static readonly ImmutableSortedSet<string> Entrances = None.Union([
        "index",
        "main",
        "__main__",
        "__init__",
        "program",
        "action",
    ]);

    private CiNames() { }

    public static CiNames Nothing { get; } = new();

    /// <summary>Nobody knows what CI runs: every file counts.</summary>
    public static CiNames Everything { get; } = new() { Unread = true };

    public bool Unread { get; private init; }

    private ImmutableSortedSet<string> Names { get; init; } = None;

    /// <summary>Ends of names: a checkout into a folder puts something before the repository's own paths.</summary>
    private ImmutableSortedSet<string> Ends { get; init; } = None;

    /// <summary>Names without an ending, which may lack it, or the file's name in their folder.</summary>
    private ImmutableSortedSet<string> Programs { get; init; } = None;

    private ImmutableSortedSet<string> Folders { get; init; } = None;

    private ImmutableSortedSet<string> Wildcards { get; init; } = None;

    internal bool IsNothing => !Unread && Names.IsEmpty && Ends.IsEmpty && Programs.IsEmpty && Folders.IsEmpty && Wildcards.IsEmpty;

    /// <summary>What it takes to hold one path against it.</summary>
    internal long Cost => 1 + Wildcards.Count + Folders.Count;

    /// <summary>Whether a file of the repository is named.</summary>
    public bool Has(string path)
    {
        var (tail, rooted) = (CiTokens.Tail(path), "/" + path);
        return Unread
            || tail.Length == 0
            || CiTokens.IsEndless(path)
            || Ends.Contains(tail)
            || Suffixes(tail).Any(Names.Contains)
            || IsProgram(tail)
            || Folders.Any(folder => rooted.Contains($"/{folder}/", StringComparison.OrdinalIgnoreCase))
            || Wildcards.Any(wildcard => Wildcard.Matches(wildcard, path));
    }

    /// <summary>Both.</summary>
    internal CiNames Or(CiNames other)
    {
        var wildcards = Wildcards.Union(other.Wildcards);
        return Unread || other.Unread || wildcards.Count > MostPatterns
            ? Everything
            : new CiNames
            {
                Names = Names.Union(other.Names),
                Ends = Ends.Union(other.Ends),
                Programs = Programs.Union(other.Programs),
                Folders = Folders.Union(other.Folders),
                Wildcards = wildcards,
            };
    }

    /// <summary>What another does not have already.</summary>
    internal CiNames Without(CiNames known) =>
        Unread
            ? this
            : new CiNames
            {
                Names = Names.Except(known.Names),
                Ends = Ends.Except(known.Ends),
                Programs = Programs.Except(known.Programs),
                Folders = Folders.Except(known.Folders),
                Wildcards = Wildcards.Except(known.Wildcards),
            };

    /// <summary>The words of a text, and what its commands read.</summary>
    /// <param name="wildcards">Whether wildcards in it run something; where they only collect files, they do not count.</param>
    internal static CiNames In(string text, bool wildcards = true)
    {
        var (names, programs, patterns) = (None.ToBuilder(), None.ToBuilder(), None.ToBuilder());
        programs.UnionWith(CiTokens.Modules(text));
        foreach (var word in CiTokens.Of(text).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var reads = CiCommands.Reads(word);
            names.UnionWith(reads.Where(file => !IsWild(file)));
            patterns.UnionWith(reads.Where(IsWild));
            Take(word, wildcards, names, programs, patterns);
            if (IsOption(word))
            {
                Take(word[2..], wildcards, names, programs, patterns);
            }
        }

        return patterns.Count > MostPatterns
            ? Everything
            : new CiNames
            {
                Names = names.ToImmutable().Union(names.SelectMany(Parents)),
                Ends = None.Union(names.SelectMany(Suffixes)),
                Programs = programs.ToImmutable(),
                Wildcards = patterns.ToImmutable(),
            };
    }

    /// <summary>A folder that is run as a whole: a local action.</summary>
    internal static CiNames InFolder(string path)
    {
        var folder = CiTokens.Straighten(path);
        return folder.Length == 0 ? In("action.yml action.yaml Dockerfile")
            : CiTokens.IsEndless(folder) ? Nothing
            : new CiNames { Folders = None.Union(Suffixes(folder)) };
    }

    /// <summary>A short option with its value right behind it: <c>-r./ci/setup</c>.</summary>
    private static bool IsOption(string word) =>
        word.Length > 2 && word[0] == '-' && char.IsAsciiLetter(word[1]) && word.AsSpan(2).IndexOfAny('/', '.') >= 0;

    private static void Take(
        string word,
        bool wildcards,
        ImmutableSortedSet<string>.Builder names,
        ImmutableSortedSet<string>.Builder programs,
        ImmutableSortedSet<string>.Builder patterns
    )
    {
        var path = CiTokens.Straighten(word);
        while (path.StartsWith("**/", StringComparison.Ordinal) || path.StartsWith("*/", StringComparison.Ordinal))
        {
            path = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        }

        if (path.Length == 0)
        {
            return;
        }

        if (!IsWild(path))
        {
            names.Add(path);
            if (
                word.Contains('/', StringComparison.Ordinal) && !path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal)
            )
            {
                programs.Add(path);
            }
        }
        else if (wildcards && (path.Contains('/', StringComparison.Ordinal) || IsOfScripts(path) || IsOpen(word, path)))
        {
            patterns.Add(path);
        }
    }

    /// <summary>A wildcard without a folder is about the whole repository: it counts where it speaks of scripts, not of sources.</summary>
    private static bool IsOfScripts(string wildcard) =>
        CiReading.IsScript(wildcard) && wildcard.LastIndexOf('.') > wildcard.LastIndexOf('*');

    /// <summary>
    /// A name of which a variable makes a part: <c>./build-$OS</c>. Of two letters at least, unless it stands in a folder: <c>v$VERSION</c>
    /// is rarely a file.
    /// </summary>
    private static bool IsOpen(string word, string path) =>
        path.Contains(CiTokens.Anything, StringComparison.Ordinal)
        && path.Count(char.IsLetterOrDigit) >= (word.Contains('/', StringComparison.Ordinal) ? 1 : 2);

    private static bool IsWild(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    private bool IsProgram(string tail)
    {
        var (slash, dot) = (tail.LastIndexOf('/'), tail.LastIndexOf('.'));
        var stem = dot > slash + 1 ? tail[..dot] : tail;
        return Suffixes(stem).Any(Programs.Contains)
            || (slash > 0 && Entrances.Contains(stem[(slash + 1)..]) && Suffixes(tail[..slash]).Any(Programs.Contains));
    }

    private static IEnumerable<string> Suffixes(string path)
    {
        for (var at = 0; at >= 0; at = path.IndexOf('/', at) is var slash && slash >= 0 ? slash + 1 : -1)
        {
            yield return path[at..];
        }
    }

    /// <summary>Where one of these is a link or a submodule, it is the path that changes.</summary>
    private static IEnumerable<string> Parents(string path)
    {
        for (var at = path.LastIndexOf('/'); at > 0; at = path.LastIndexOf('/', at - 1))
        {
            yield return path[..at];
        }
    }
}
