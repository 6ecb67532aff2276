using Sluice.Flow.Policies;

namespace Sluice.Flow.Release.Blaming;

/// <summary>
/// What kind of change does what kind of harm: tests and documents do hardly any, queries make slow, dependencies make heavy.
/// </summary>
internal static class Nature
{
    private const string Kind = "nature";

    private static readonly Row<string> Idle =
    [
        "**/*.md",
        "**/*.rst",
        "docs/**",
        "**/docs/**",
        "LICENSE*",
        "**/test/**",
        "**/tests/**",
        "**/spec/**",
        "**/__tests__/**",
        "**/*.test.*",
        "**/*.spec.*",
        "**/*_test.*",
        "**/test_*",
        "**/*Tests.cs",
        "**/*Test.java",
        ".github/ISSUE_TEMPLATE/**",
        "**/CODEOWNERS",
    ];

    private static readonly Row<string> Slow =
    [
        "**/*.sql",
        "**/migrations/**",
        "**/migrate/**",
        "**/*quer*",
        "**/*cache*",
        "**/*repositor*",
        "**/*index*",
        "**/*schema*",
        "**/*client*",
    ];

    private static readonly Row<string> Heavy =
    [
        "**/Dockerfile*",
        "**/*.lock",
        "**/*-lock.*",
        "**/packages.lock.json",
        "**/go.mod",
        "**/go.sum",
        "**/pom.xml",
        "**/*.csproj",
        "**/requirements*.txt",
        "**/*.tf",
        "**/values*.yaml",
        "**/values*.yml",
        "**/*pool*",
        "**/*cache*",
    ];

    /// <summary>Whether a file is more than a test or a document.</summary>
    public static bool Runs(string path) => !Globs.AnyMatch(Idle, path);

    public static Factor? Of(Evidence evidence, LandedPull? pull)
    {
        if (pull is null || pull.Paths.Count == 0)
        {
            return null;
        }

        if (!pull.Paths.Any(Runs))
        {
            return new Factor(Kind, 0.05, "it changes tests and documents only");
        }

        var kind = evidence.Failing.Count > 0 ? evidence.Failing[0].Metric.Kind : MetricKind.Errors;
        var suspicious = kind switch
        {
            MetricKind.Latency => Slow,
            MetricKind.Saturation => Heavy,
            _ => Row.Of<string>([]),
        };
        return pull.Paths.FirstOrDefault(path => Globs.AnyMatch(suspicious, path)) is { } typical
            ? new Factor(Kind, 2, $"{evidence.Failing[0].Metric.Name} rises with changes like {typical}")
            : null;
    }
}
