using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>Changes that are at least so risky whatever their size: by the policy, and some that hold in every repository.</summary>
internal static class Floors
{
    private static readonly Row<Always> InEveryRepository =
    [
        new(path => InFolder(path, "migrations/") || InFolder(path, "db/migrate/"), Band.High, "schema"),
        new(
            path => Starts(path, ".github/workflows/") || Starts(path, ".github/actions/"),
            Band.Medium,
            "CI that runs with the repository's secrets"
        ),
        new(path => path == ".github/sluice.yml", Band.Medium, "rules of this queue"),
        new(path => path is "CODEOWNERS" or ".github/CODEOWNERS" or "docs/CODEOWNERS", Band.Medium, "who must review"),
        new(
            path =>
                Name(path) is "AGENTS.md" or "CLAUDE.md" or ".mcp.json"
                || InFolder(path, ".cursor/")
                || path == ".github/copilot-instructions.md",
            Band.Medium,
            "instructions of coding agents"
        ),
        new(
            path =>
                Name(path) is "Dockerfile" or "install.sh"
                || path.EndsWith(".tf", StringComparison.Ordinal)
                || (Name(path) is "preinstall.sh" or "postinstall.sh" or "preinstall.js" or "postinstall.js" or "setup.sh"),
            Band.Medium,
            "what is installed or run in production"
        ),
    ];

    /// <summary>The floors that a change touches, highest first, the policy's own before the others.</summary>
    public static Row<Touched> Of(Change change, RiskPolicy policy) =>
        policy
            .Floors.SelectMany(floor => OfPolicy(change, floor))
            .Concat(DeletedTests(change))
            .Concat(Unreadable(change))
            .Concat(
                InEveryRepository.SelectMany(floor =>
                    First(change, floor.Holds) is { } path ? Row.Of([new Touched(floor.AtLeast, floor.Because, path)]) : []
                )
            )
            .OrderByDescending(touched => touched.AtLeast)
            .ToRow();

    /// <summary>Whether a change touches paths for which the policy is defensive.</summary>
    public static bool AreDefensive(Change change, RiskPolicy policy) =>
        policy.Floors.Any(floor => floor.Mode == Mode.Defensive && OfPolicy(change, floor).Count > 0);

    private static Row<Touched> OfPolicy(Change change, RiskFloor floor)
    {
        var globs = floor.Paths.Select(glob => Glob.Parse(glob)).ToList();
        return First(change, path => globs.Any(glob => glob.IsMatch(path))) is { } path
            ? [new Touched(floor.AtLeast, floor.Because, path)]
            : [];
    }

    private static Row<Touched> DeletedTests(Change change) =>
        change.Files.Select(Deleted).FirstOrDefault(path => path is not null && Paths.IsTest(path)) is { } path
            ? [new Touched(Band.Medium, "tests deleted", path)]
            : [];

    /// <summary>A test that is moved to where none is looked for is gone as well.</summary>
    private static string? Deleted(FileChange file) =>
        file.Kind == FileChangeKind.Deleted ? file.Path
        : Paths.IsTest(file.Path) ? null
        : file.From;

    private static Row<Touched> Unreadable(Change change) =>
        change.Files.FirstOrDefault(file => file.IsBinary && file.Kind != FileChangeKind.Deleted && !Paths.IsMedia(file.Path)) is { } file
            ? [new Touched(Band.Medium, "binary: nobody is shown what changes in it", file.Path)]
            : [];

    private static string? First(Change change, Func<string, bool> holds) =>
        change.Files.SelectMany(file => file.Paths).FirstOrDefault(holds);

    private static bool InFolder(string path, string folder) =>
        Starts(path, folder) || path.Contains("/" + folder, StringComparison.Ordinal);

    private static bool Starts(string path, string start) => path.StartsWith(start, StringComparison.Ordinal);

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private sealed record Always(Func<string, bool> Holds, Band AtLeast, string Because);
}

/// <param name="Path">The first file that the floor is about.</param>
internal sealed record Touched(Band AtLeast, string Because, string Path);
