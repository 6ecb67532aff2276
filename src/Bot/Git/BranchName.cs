namespace Sluice.Bot.Git;

/// <summary>
/// Names of branches come from GitHub and from sluice.yml: what git would not take as one is stopped before it reaches a command.
/// </summary>
internal static class BranchName
{
    /// <returns>The full name of its ref.</returns>
    /// <exception cref="ArgumentException">No branch can have this name.</exception>
    public static string Ref(string name) =>
        IsValid(name) ? "refs/heads/" + name : throw new ArgumentException($"'{name}' cannot be the name of a branch", nameof(name));

    /// <summary>The rules of git check-ref-format. A name that begins like an option is one: git is always told the whole ref.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and < 1000
        && name[^1] != '.'
        && name != "@"
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("@{", StringComparison.Ordinal)
        && !name.Any(letter => letter <= ' ' || letter == '\x7f' || "~^:?*[\\".Contains(letter, StringComparison.Ordinal))
        && name.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".lock", StringComparison.Ordinal));
}
