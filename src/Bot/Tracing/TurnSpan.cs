using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Bot.Tracing;

/// <summary>
/// A turn as a span: a pull request's own in its trace, another's in one of its own with links to those that it was about.
/// </summary>
internal static class TurnSpan
{
    /// <param name="end">Null: it did not come to one.</param>
    /// <param name="outcome">done, blind, lost, waits or failed.</param>
    /// <returns>Null: nothing came of it, and it would tell nobody anything.</returns>
    public static Span? Of(Subject subject, TurnEnd? end, string outcome, DateTimeOffset began, DateTimeOffset ended)
    {
        var (moves, noted) = (end?.Answers ?? [], end?.Noted ?? []);
        if (moves.Count == 0 && noted.Count == 0 && outcome is not ("waits" or "failed"))
        {
            return null;
        }

        var pull = (subject as PullSubject)?.Number;
        var (trace, id) = LiveSpans.New();
        var own = pull is { } number ? TraceIds.OfPull(subject.Repo, number) : null;
        return new Span(own ?? trace, id, own is null ? null : TraceIds.Root(own), $"turn.{subject.Key.Split('/')[0]}", began, ended)
        {
            Tags =
            [
                new("sluice.subject", subject.Key),
                new("sluice.repository.id", subject.Repo),
                new("sluice.turn.outcome", outcome),
                new("sluice.turn.moves", moves.Select(move => $"{move.Move} {move.Answer}").ToRow()),
                new("sluice.turn.refusals", (end?.Refusals ?? []).Select(Wide.Cut).ToRow()),
                new("sluice.turn.noted", noted.Select(line => Wide.Cut($"{line.Kind}: {line.Says}")).ToRow()),
            ],
            Links = noted
                .SelectMany(line => line.Pulls)
                .Distinct()
                .Where(each => each != pull)
                .Select(each => TraceIds.ToPull(subject.Repo, each))
                .ToRow(),
            Failed = outcome == "failed" ? "it is taken again" : null,
        };
    }
}
