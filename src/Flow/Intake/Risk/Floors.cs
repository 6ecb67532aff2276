using DotNet.Globbing;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>Changes that are at least so risky whatever their size.</summary>
public static class Floors
{
    /// <summary>Hold in every repository, besides those of its policy.</summary>
    public static Row<RiskFloor> Always { get; } =
    [
        new(["**/migrations/**", "**/db/migrate/**"], Band.High, "schema"),
        new([".github/workflows/**", ".github/actions/**"], Band.Medium, "CI that runs with the repository's secrets"),
        new([".github/sluice.yml"], Band.Medium, "rules of this queue"),
        new(["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"], Band.Medium, "who must review"),
        new(
            ["**/AGENTS.md", "**/CLAUDE.md", "**/.mcp.json", "**/.cursor/**", ".github/copilot-instructions.md"],
            Band.Medium, "instructions of coding agents"),
        new(["Dockerfile", "**/Dockerfile", "**/*.tf", "**/install.sh"], Band.Medium, "what is installed or run in production"),
    ];

    /// <summary>The floors that a change touches, highest first, the policy's own before the others.</summary>
    public static Row<Touched> Of(Change change, RiskPolicy policy) =>
        policy.Floors.Concat(Always)
            .SelectMany(floor => First(floor, change) is { } path ? Row.Of([new Touched(floor, path)]) : [])
            .OrderByDescending(touched => touched.Floor.AtLeast)
            .ToRow();

    private static string? First(RiskFloor floor, Change change)
    {
        var globs = floor.Paths.SelectMany(Parse).ToList();
        return change.Files.Select(file => file.Path).FirstOrDefault(path => globs.Any(glob => glob.IsMatch(path)));
    }

    // "**/" is any depth, the root included, as in .gitignore.
    private static IEnumerable<Glob> Parse(string glob) =>
        glob.StartsWith("**/", StringComparison.Ordinal) ? [Glob.Parse(glob), Glob.Parse(glob[3..])] : [Glob.Parse(glob)];
}

/// <param name="Path">The first file that matched.</param>
public sealed record Touched(RiskFloor Floor, string Path);
