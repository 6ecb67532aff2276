namespace Sluice.Flow.Repo;

/// <summary>To GitHub a label is the same in whatever letters: a repository that has <c>Queue</c> cannot have <c>queue</c>.</summary>
public static class LabelNames
{
    public static bool Are(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool Hold(IEnumerable<string> labels, string name) => labels.Contains(name, StringComparer.OrdinalIgnoreCase);
}
