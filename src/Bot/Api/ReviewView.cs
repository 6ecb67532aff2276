using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>What waits for people, most harm for each line first, and how many go on without any.</summary>
/// <param name="Flowing">In a queue now, by risk.</param>
internal sealed record ReviewView(IReadOnlyList<ReviewEntry> Waiting, FlowingView Flowing)
{
    /// <param name="waiting">The open pulls that wait for a person.</param>
    /// <param name="alive">Those of which something is under way.</param>
    public static ReviewView Of(
        IEnumerable<KeyValuePair<PullSubject, PullLedger>> waiting,
        IEnumerable<PullLedger> alive,
        Func<int, (string Title, string Author)?> known
    )
    {
        var items = waiting
            .Where(pull =>
                pull.Value is { Review: { } need, Assessment: { } assessment }
                && need.Head == assessment.Head
                && known(pull.Key.Number) is not null
            )
            .Select(pull => new ReviewItem(pull.Key.Number, pull.Value.Review!, pull.Value.Assessment!));
        var queued = alive.Select(pull => pull.Admission).OfType<Admission>().ToList();
        return new(
            [.. ReviewList.Of(items).Select((item, index) => ReviewEntry.Of(item, index + 1, known(item.Number)!.Value))],
            new FlowingView(
                queued.Count(pull => pull.Band == Band.Low),
                queued.Count(pull => pull.Band == Band.Medium),
                queued.Count(pull => pull.Band == Band.High)
            )
        );
    }
}

internal sealed record FlowingView(int Low, int Medium, int High);

/// <param name="Kind"><c>approve</c>, <c>vouch</c> or <c>decide</c>.</param>
/// <param name="Asks">What it waits for, in a sentence.</param>
/// <param name="Score">Probability that it is a bad change, 0 to 1.</param>
/// <param name="HarmPerKloc">Expected bad changes for each thousand lines read: what they are ordered by.</param>
internal sealed record ReviewEntry(
    int Place,
    int Pull,
    string Title,
    string Author,
    string Kind,
    string Asks,
    string Risk,
    double Score,
    int Lines,
    double HarmPerKloc,
    IReadOnlyList<string> Reasons,
    string Origin,
    string? Agent,
    DateTimeOffset Since
)
{
    public static ReviewEntry Of(ReviewItem item, int place, (string Title, string Author) pull) =>
        new(
            place,
            item.Number,
            pull.Title,
            pull.Author,
            item.Need.Kind.ToString().ToLowerInvariant(),
            item.Need.Asks,
            Slugs.Of(item.Assessment.Risk.Band),
            item.Assessment.Risk.Score,
            item.Need.Lines,
            Math.Round(item.HarmPerLine * 1000, 2),
            [.. item.Assessment.Risk.Reasons.Take(5)],
            Slugs.Of(item.Assessment.Origin.Class),
            item.Assessment.Origin.Agent,
            item.Need.Since
        );
}
