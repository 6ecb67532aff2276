using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>Files that decide what CI runs with the repository's secrets.</summary>
internal static class CiFiles
{
    public static Row<string> Workflows(Change? change) => Under(change, ".github/workflows/");

    public static Row<string> RunByCi(Change? change) => [.. Workflows(change), .. Under(change, ".github/actions/")];

    private static Row<string> Under(Change? change, string folder) =>
        change is null ? [] : change.Files.SelectMany(file => file.Paths).Where(path => path.StartsWith(folder, StringComparison.Ordinal)).ToRow();
}
