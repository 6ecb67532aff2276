namespace Sluice.Flow.Intake.Risk;

/// <summary>What a path says about a file.</summary>
internal static class Paths
{
    private static readonly Row<string> LockFiles =
    [
        "Cargo.lock",
        "Gemfile.lock",
        "Pipfile.lock",
        "bun.lock",
        "composer.lock",
        "flake.lock",
        "go.sum",
        "gradle.lockfile",
        "npm-shrinkwrap.json",
        "package-lock.json",
        "packages.lock.json",
        "pnpm-lock.yaml",
        "poetry.lock",
        "uv.lock",
        "yarn.lock",
    ];

    private static readonly Row<string> Folders = ["node_modules/", "third_party/", "vendor/", "__generated__/", "generated/"];

    private static readonly Row<string> Endings =
    [
        ".Designer.cs",
        ".designer.cs",
        ".g.cs",
        ".generated.cs",
        ".min.css",
        ".min.js",
        ".pb.go",
        ".snap",
        "_pb2.py",
        ".map",
    ];

    private static readonly Row<string> TestFolders = ["test/", "tests/", "__tests__/", "spec/", "specs/", "testdata/", "e2e/"];

    private static readonly Row<string> Manifests =
    [
        "Cargo.toml",
        "Directory.Packages.props",
        "Gemfile",
        "Pipfile",
        "build.gradle",
        "build.gradle.kts",
        "composer.json",
        "go.mod",
        "package.json",
        "pom.xml",
        "pyproject.toml",
        "requirements.txt",
        "setup.py",
    ];

    private static readonly Row<string> NoCode =
    [
        ".md",
        ".rst",
        ".txt",
        ".json",
        ".yml",
        ".yaml",
        ".toml",
        ".xml",
        ".svg",
        ".png",
        ".csv",
        ".lock",
        ".css",
        ".html",
    ];

    private static readonly Row<string> Media =
    [
        ".avif",
        ".avi",
        ".bmp",
        ".eot",
        ".flac",
        ".gif",
        ".heic",
        ".icns",
        ".ico",
        ".jpeg",
        ".jpg",
        ".mov",
        ".mp3",
        ".mp4",
        ".ogg",
        ".otf",
        ".pdf",
        ".png",
        ".psd",
        ".tif",
        ".tiff",
        ".ttf",
        ".wav",
        ".webm",
        ".webp",
        ".woff",
        ".woff2",
    ];

    /// <summary>Looked at or listened to, and nowhere run.</summary>
    public static bool IsMedia(string path) => Media.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    public static bool IsTest(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return TestFolders.Any(folder => IsIn(path, folder))
            || name.StartsWith("test_", StringComparison.Ordinal)
            || name.EndsWith("_test", StringComparison.Ordinal)
            || name.EndsWith("_spec", StringComparison.Ordinal)
            || name.EndsWith(".test", StringComparison.Ordinal)
            || name.EndsWith(".spec", StringComparison.Ordinal)
            || name.EndsWith("Test", StringComparison.Ordinal)
            || name.EndsWith("Tests", StringComparison.Ordinal);
    }

    /// <summary>Names the packages that a project needs.</summary>
    public static bool IsManifest(string path) =>
        Manifests.Contains(Path.GetFileName(path)) || path.EndsWith(".csproj", StringComparison.Ordinal);

    public static bool IsCode(string path) => Path.GetExtension(path) is { Length: > 0 } ending && !NoCode.Contains(ending);

    /// <summary>Tools write it: its lines say nothing about the size of somebody's work.</summary>
    public static bool IsMadeByTools(string path) =>
        LockFiles.Contains(path[(path.LastIndexOf('/') + 1)..])
        || Folders.Any(folder => IsIn(path, folder))
        || Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) || path.Contains("/" + folder, StringComparison.Ordinal);
}
