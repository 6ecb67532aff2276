using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>What there is to tell of a pull: check run, comment, record and page render this one value.</summary>
/// <param name="Faults">Of the policy at the base branch, when an older one is in force.</param>
public sealed record Telling(PullRequest Pull, Standing Standing, Assessment? Assessment, Row<Fault> Faults)
{
    /// <summary>What the rules of admission have against it.</summary>
    public Row<Objection> Objections { get; init; } = [];

    /// <summary>The rules that have nothing against it; empty where nobody asked them.</summary>
    public Row<string> Met { get; init; } = [];

    /// <summary>About when it has landed if all goes well; null: nobody knows.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The limits of those who made it, each as a sentence.</summary>
    public Row<string> Limits { get; init; } = [];

    /// <summary>Who keeps it back; null: nobody.</summary>
    public Hold? Hold { get; init; }

    /// <summary>A hold that ended by itself; null: none did.</summary>
    public Hold? HoldOver { get; init; }

    /// <summary>Whom it will meet on its way.</summary>
    public Encounter Meets { get; init; } = Encounter.None;

    /// <summary>Who landed past it and why, and when that is over; null: nobody did.</summary>
    public string? Overtaken { get; init; }

    /// <summary>That its head is being tried; null: it is not.</summary>
    public string? Trying { get; init; }

    /// <summary>What it is like, where the policy wants that told and nothing done; null: nothing.</summary>
    public string? Like { get; init; }
}
