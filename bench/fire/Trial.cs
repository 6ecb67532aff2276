namespace Sluice.Bench.Fire;

/// <summary>How one fault went.</summary>
/// <param name="Often">How often it struck, or for how long.</param>
/// <param name="Landed">While it did.</param>
/// <param name="Rest">From its end until all that was asked was done, and the books held what GitHub shows.</param>
/// <param name="Lost">What was not.</param>
/// <param name="Broken">What was done twice, or must not be.</param>
/// <param name="Crashed">What ended by itself.</param>
internal sealed record Trial(
    string Fault,
    string Often,
    int Landed,
    TimeSpan Rest,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Broken,
    IReadOnlyList<string> Crashed
)
{
    public bool IsSound => Lost.Count == 0 && Broken.Count == 0 && Crashed.Count == 0;
}
