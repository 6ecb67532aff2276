namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>A landed pull of which another takes back exactly what it landed, and whose work it was.</summary>
/// <param name="Author">A login.</param>
/// <param name="Agent">By name; null: no agent's.</param>
/// <param name="Sponsor">A login; null: nobody is known.</param>
public sealed record RevertedPull(int Number, string Author, string? Agent, string? Sponsor)
{
    /// <summary>It took something back itself.</summary>
    public bool IsRevert { get; init; }
}
