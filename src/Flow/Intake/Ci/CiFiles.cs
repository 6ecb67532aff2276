namespace Sluice.Flow.Intake.Ci;

/// <summary>Files that tell CI what to run, whatever is in them.</summary>
internal static class CiFiles
{
    private const string Workflows = ".github/workflows/";

    /// <summary>Of other CI services: they run on a push to a candidate's branch as well.</summary>
    private static readonly Row<string> Others =
    [
        ".github/actions/",
        ".circleci/",
        ".buildkite/",
        ".semaphore/",
        ".woodpecker/",
        ".gitlab-ci.yml",
        ".travis.yml",
        ".cirrus.yml",
        ".drone.yml",
        ".woodpecker.yml",
        ".appveyor.yml",
        "appveyor.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "Jenkinsfile",
    ];

    /// <summary>Such a file itself, and everything in a folder of local actions.</summary>
    public static bool Tells(string path) =>
        IsWorkflow(path) || Others.Any(other => other.EndsWith('/') ? path.StartsWith(other, StringComparison.Ordinal) : path == other);

    /// <summary>Such a file that is itself a text of instructions.</summary>
    public static bool Instructs(string path) => Tells(path) && (IsYaml(path) || !path.AsSpan(path.LastIndexOf('/') + 2).Contains('.'));

    public static bool IsYaml(string path) =>
        path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    public static bool IsWorkflow(string path) => path.StartsWith(Workflows, StringComparison.Ordinal);
}
