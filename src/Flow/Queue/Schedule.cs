namespace Sluice.Flow.Queue;

/// <summary>What the scheduler wants done, in this order.</summary>
/// <param name="Land">The flight to land; null: none.</param>
/// <param name="Cancel">Flights that can no longer land or teach anything.</param>
/// <param name="WakeAt">When waiting alone would change the schedule; null: never.</param>
public sealed record Schedule(string? Land, Row<Ejection> Eject, Row<string> Cancel, Row<Start> Start, DateTimeOffset? WakeAt);

/// <summary>A pull that fails.</summary>
/// <param name="Confidence">P(it is bad | everything observed).</param>
public sealed record Ejection(int Number, double Confidence);

/// <summary>A build to start.</summary>
/// <param name="Label">Names it within this schedule.</param>
/// <param name="On">A flight's id, or the label of an earlier start; null: the bare base.</param>
/// <param name="Odds">P(green).</param>
public sealed record Start(string Label, string? On, BuildKind Kind, Row<int> Members, double Odds);
