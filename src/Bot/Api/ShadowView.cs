using Sluice.Flow.Release;

namespace Sluice.Bot.Api;

/// <summary>What the bot would have done where it only watches, and what people did afterwards.</summary>
internal sealed record ShadowView(
    int Caught,
    int FalseAlarms,
    int Open,
    int Missed,
    int Asked,
    int Quiet,
    IReadOnlyList<ShadowCaseView> Cases
)
{
    /// <summary>Of one environment after the other, each the newest first.</summary>
    public static ShadowView Of(IEnumerable<(string Environment, ShadowCase Case)> found)
    {
        var all = found.ToList();
        int Count(ShadowOutcome came) => all.Count(one => one.Case.Came == came);
        return new ShadowView(
            Count(ShadowOutcome.Caught),
            Count(ShadowOutcome.FalseAlarm),
            Count(ShadowOutcome.Open),
            Count(ShadowOutcome.Missed),
            Count(ShadowOutcome.Asked),
            Count(ShadowOutcome.Quiet),
            [.. all.Select(one => ShadowCaseView.Of(one.Environment, one.Case))]
        );
    }
}

/// <param name="Canary">Its id, as <c>deploys</c> tells it.</param>
/// <param name="Came"><c>caught</c>, <c>false_alarm</c>, <c>open</c>, <c>missed</c>, <c>asked</c> or <c>quiet</c>.</param>
/// <param name="TakenBack">Those of its pulls that people took back afterwards.</param>
/// <param name="BlamedRightly">Null: nobody would have been blamed, or nothing was taken back.</param>
/// <param name="EarlierSeconds">How long before people the bot would have acted; null: either did not.</param>
internal sealed record ShadowCaseView(
    string Environment,
    string Canary,
    string Sha,
    IReadOnlyList<int> Pulls,
    WouldView Would,
    string Came,
    IReadOnlyList<int> TakenBack,
    bool? BlamedRightly,
    double? EarlierSeconds
)
{
    public static ShadowCaseView Of(string environment, ShadowCase one) =>
        new(
            environment,
            one.Canary,
            one.Sha,
            one.Pulls,
            WouldView.Of(one.Would)!,
            one.Came switch
            {
                ShadowOutcome.FalseAlarm => "false_alarm",
                var came => came.ToString().ToLowerInvariant(),
            },
            one.TakenBack,
            one.BlamedRightly,
            one.Came == ShadowOutcome.Caught ? (one.TakenBackAt - one.Would.At)?.TotalSeconds : null
        );
}

/// <param name="Does"><c>promote</c>, <c>roll_back</c> or <c>ask</c>.</param>
/// <param name="Blames">Whom it would have blamed; null: nobody, or it would have had to find out.</param>
internal sealed record WouldView(string Does, DateTimeOffset At, CulpritView? Blames, string Says)
{
    public static WouldView? Of(WouldHave? would) =>
        would is null
            ? null
            : new(
                would.Does == WouldDo.RollBack ? "roll_back" : would.Does.ToString().ToLowerInvariant(),
                would.At,
                would.Blame is { } blame ? new CulpritView(blame.Number, blame.Confidence, blame.Evidence) : null,
                would.Says
            );
}
