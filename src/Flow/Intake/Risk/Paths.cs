namespace Sluice.Flow.Intake.Risk;

/// <summary>Files that tools write: their lines say nothing about the size of somebody's work.</summary>
internal static class Paths
{
    private static readonly Row<string> LockFiles =
    [
        "Cargo.lock", "Gemfile.lock", "Pipfile.lock", "bun.lock", "composer.lock", "flake.lock", "go.sum", "gradle.lockfile", "npm-shrinkwrap.json",
        "package-lock.json", "packages.lock.json", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "yarn.lock",
    ];

    private static readonly Row<string> Folders = ["node_modules/", "third_party/", "vendor/", "__generated__/", "generated/"];

    private static readonly Row<string> Endings =
        [".Designer.cs", ".designer.cs", ".g.cs", ".generated.cs", ".min.css", ".min.js", ".pb.go", ".snap", "_pb2.py", ".map"];

    public static bool IsMadeByTools(string path) =>
        LockFiles.Contains(path[(path.LastIndexOf('/') + 1)..])
        || Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal) || path.Contains("/" + folder, StringComparison.Ordinal))
        || Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));
}
