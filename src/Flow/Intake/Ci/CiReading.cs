using System.Text.Json;

namespace Sluice.Flow.Intake.Ci;

/// <summary>
/// Reads what CI runs of one tree: first the files that tell CI what to do, then every script that is named in one of them, then what those
/// name. Programs are not followed into what they load: that is their own code, and whoever vouches for a head reads it.
/// </summary>
/// <param name="Scripts">The tree's files that could name others; ascending.</param>
/// <param name="Wanted">Those that are to be read next.</param>
/// <param name="Seen">Those that were wanted, read or not.</param>
public sealed record CiReading(Row<string> Scripts, Row<string> Wanted, Row<string> Seen, CiNames Names)
{
    private const int MostFiles = 200;
    private const int MostText = 256 * 1024;
    private const int MostTexts = 2 * 1024 * 1024;

    private static readonly Row<string> Endings =
    [
        ".sh",
        ".bash",
        ".zsh",
        ".ksh",
        ".fish",
        ".ps1",
        ".psm1",
        ".bat",
        ".cmd",
        ".mk",
        ".just",
        ".dockerfile",
        ".make",
    ];

    private static readonly Row<string> Files =
    [
        "package.json",
        "action.yml",
        "action.yaml",
        "taskfile.yml",
        "taskfile.yaml",
        "compose.yml",
        "compose.yaml",
        "docker-compose.yml",
        "docker-compose.yaml",
        ".justfile",
    ];

    private int Read { get; init; }

    private long Looks { get; init; }

    /// <param name="paths">Every file of the tree.</param>
    public static CiReading Begin(IEnumerable<string> paths)
    {
        var scripts = paths.Where(path => CiFiles.Instructs(path) || IsScript(path)).Order(StringComparer.Ordinal).ToRow();
        return new CiReading(scripts, [], [], CiNames.Nothing).Want(scripts.Where(CiFiles.Instructs));
    }

    /// <summary>Takes in a wanted file; null: it is too large to be read.</summary>
    public CiReading Take(string path, string? text)
    {
        var rest = this with { Wanted = Wanted.Where(wanted => wanted != path).ToRow() };
        if (text is null || text.Length > MostText)
        {
            return CiFiles.Instructs(path) ? rest.GiveUp() : rest;
        }

        if (Read + text.Length > MostTexts)
        {
            return rest.GiveUp();
        }

        var fresh = NamesIn(path, text).Without(Names);
        if (fresh.IsNothing)
        {
            return rest with { Read = Read + text.Length };
        }

        // What was known before found its scripts before.
        var (names, looks) = (Names.Or(fresh), Looks + (Scripts.Count * fresh.Cost));
        return names.Unread || looks > CiNames.MostLooks
            ? rest.GiveUp()
            : (rest with { Names = names, Read = Read + text.Length, Looks = looks }).Want(Scripts.Where(fresh.Has));
    }

    /// <summary>Whether a path looks like something that runs others: by its ending, by its name, or because it has no ending.</summary>
    internal static bool IsScript(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return !name.AsSpan(1).Contains('.')
            || name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase)
            || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || Files.Any(file => name.Equals(file, StringComparison.OrdinalIgnoreCase));
    }

    private CiReading Want(IEnumerable<string> paths)
    {
        var more = paths.Where(path => !Seen.Contains(path)).ToRow();
        return Seen.Count + more.Count > MostFiles ? GiveUp() : this with { Wanted = [.. Wanted, .. more], Seen = [.. Seen, .. more] };
    }

    private CiReading GiveUp() => this with { Wanted = [], Names = CiNames.Everything };

    private static CiNames NamesIn(string path, string text) =>
        CiFiles.IsYaml(path) ? CiYaml.Names(text)
        : path.EndsWith("package.json", StringComparison.OrdinalIgnoreCase) ? Package(text)
        : CiNames.In(text);

    /// <summary>Of a package its <c>scripts</c>: the rest names what is published, not what is run.</summary>
    private static CiNames Package(string text)
    {
        try
        {
            using var package = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return package.RootElement.ValueKind == JsonValueKind.Object && package.RootElement.TryGetProperty("scripts", out var scripts)
                ? CiNames.In(string.Join('\n', Texts(scripts)))
                : CiNames.Nothing;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a character in it, which is no text: then all of it may name something.
            return CiNames.In(
                text + "\n" + text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            );
        }
    }

    /// <summary>As they are after decoding: in the raw text an escaped line end is a letter of the next word.</summary>
    private static IEnumerable<string> Texts(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.String => [node.GetString()!],
            JsonValueKind.Object => node.EnumerateObject().SelectMany(entry => Texts(entry.Value)),
            JsonValueKind.Array => node.EnumerateArray().SelectMany(Texts),
            _ => [],
        };
}
