namespace Sluice.Bot.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="About">Where: <c>settings</c>, <c>database</c>, <c>app</c>, <c>webhook</c>, <c>github</c>, <c>turns</c>, or
/// owner/name.</param>
/// <param name="Says">What was found.</param>
/// <param name="Do">What to do about it; null: it is well.</param>
public sealed record Finding(string About, string Says, string? Do)
{
    public bool IsWell => Do is null;

    /// <summary>What can be done about it at a click; null: nothing.</summary>
    internal Mend? Mend { get; init; }

    internal static Finding Well(string about, string says) => new(about, says, null);
}

/// <summary>What <c>/setup</c> does about a finding when it is asked to.</summary>
/// <param name="Where">The page of GitHub where a person does the same.</param>
internal abstract record Mend(long Repo, string Where)
{
    /// <summary>Adds the App to a ruleset's bypass list.</summary>
    public sealed record LetPass(long Repo, long Ruleset, string Where) : Mend(Repo, Where);

    /// <summary>Opens a pull request with a first sluice.yml, and with what CI lacks.</summary>
    public sealed record Propose(long Repo, string Where) : Mend(Repo, Where);

    /// <summary>Adds a ruleset by which only the App moves a branch.</summary>
    public sealed record Guard(long Repo, string Branch, string Where) : Mend(Repo, Where);
}
