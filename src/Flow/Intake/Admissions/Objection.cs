namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// What a rule of admission had against a pull at its last turn, in words: so that pages and programs tell it without looking anew.
/// </summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Change">What would change it.</param>
public sealed record Objection(string Rule, string Says, string? Change)
{
    /// <summary>The rules that have nothing against it, where these have.</summary>
    public static Row<string> MetBeside(Row<Objection> objections) =>
        Rules.Names.Where(rule => objections.All(objection => objection.Rule != rule)).ToRow();
}
