using System.Text.Json.Serialization;

namespace Sluice.Flow.Release;

/// <summary>What a judge that only watched would have done, held against what people did afterwards.</summary>
public static class ShadowReview
{
    /// <summary>So long people may still take it back.</summary>
    private static readonly TimeSpan Open = TimeSpan.FromDays(1);

    /// <summary>One for each canary that it watched, the newest first; as far back as canaries are kept.</summary>
    public static Row<ShadowCase> Of(EnvironmentLedger ledger, DateTimeOffset now)
    {
        var canaries = ledger.Canary is { } current ? ledger.Past.Add(current) : ledger.Past;
        var reverts = ledger
            .Waiting.Concat(canaries.SelectMany(canary => canary.Pulls))
            .Where(pull => pull.Reverts.Count > 0)
            .OrderBy(pull => pull.Seq)
            .ToList();
        return canaries.Where(canary => canary.Would is not null).Reverse().Select(canary => Of(canary, reverts, now)).ToRow();
    }

    private static ShadowCase Of(Canary canary, List<LandedPull> reverts, DateTimeOffset now)
    {
        var would = canary.Would!;
        // What came with its own revert says nothing of the judge: both were on the same canary.
        var later = reverts
            .Where(revert =>
                canary.Pulls.All(pull => pull.Seq < revert.Seq) && canary.Pulls.Any(pull => revert.Reverts.Contains(pull.Number))
            )
            .ToList();
        var taken = canary
            .Pulls.Select(pull => pull.Number)
            .Where(number => later.Any(revert => revert.Reverts.Contains(number)))
            .Distinct()
            .Order()
            .ToRow();
        var came = (would.Does, taken.Count) switch
        {
            (WouldDo.Ask, _) => ShadowOutcome.Asked,
            (WouldDo.RollBack, > 0) => ShadowOutcome.Caught,
            (WouldDo.RollBack, _) => now - would.At < Open ? ShadowOutcome.Open : ShadowOutcome.FalseAlarm,
            (_, > 0) => ShadowOutcome.Missed,
            _ => ShadowOutcome.Quiet,
        };
        return new ShadowCase(canary.Id, canary.Sha.Hex, canary.Pulls.Select(pull => pull.Number).Order().ToRow(), would, came, taken)
        {
            TakenBackAt = later.Count > 0 ? later[0].At : null,
            BlamedRightly = would.Blame is { } blame && taken.Count > 0 ? taken.Contains(blame.Number) : null,
        };
    }
}

/// <param name="TakenBack">Those of its pulls that people took back afterwards.</param>
public sealed record ShadowCase(string Canary, string Sha, Row<int> Pulls, WouldHave Would, ShadowOutcome Came, Row<int> TakenBack)
{
    /// <summary>When the first of those reverts landed.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    /// <summary>Null: nobody would have been blamed, or nothing was taken back.</summary>
    public bool? BlamedRightly { get; init; }
}

/// <summary>
/// Caught: it would have rolled back what people took back later. FalseAlarm: nobody took it back within a day. Open: they still may.
/// Missed: people took back what it would have promoted. Asked: it would have asked. Quiet: it would have promoted what stayed.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShadowOutcome>))]
public enum ShadowOutcome
{
    Caught,
    FalseAlarm,
    Open,
    Missed,
    Asked,
    Quiet,
}
