namespace Sluice.Bot.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="About">Where: <c>settings</c>, <c>database</c>, <c>app</c>, <c>webhook</c>, or owner/name.</param>
/// <param name="Says">What was found.</param>
/// <param name="Do">What to do about it; null: it is well.</param>
public sealed record Finding(string About, string Says, string? Do)
{
    public bool IsWell => Do is null;

    internal static Finding Well(string about, string says) => new(about, says, null);
}
