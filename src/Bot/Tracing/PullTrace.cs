using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tracing;

/// <summary>The trace of one pull request, out of its lines in the journal: each span ends with a line, and is told with it.</summary>
/// <param name="pull">Null: GitHub forgot it.</param>
/// <param name="story">All that was told of it, oldest first.</param>
internal sealed class PullTrace(Repository repo, int number, PullRequest? pull, IReadOnlyList<JournalRow> story)
{
    private readonly string _trace = TraceIds.OfPull(repo.Id, number);

    /// <summary>With the sequence number of the line that each ends with.</summary>
    public IEnumerable<(long Seq, Span Span)> Spans() =>
        [.. Whole(), .. Stays(), .. Builds(), .. Landings(), .. CanaryTrace.Of(story).Select(part => (part.End.Seq, Made(part)))];

    private DateTimeOffset Opened => pull?.Created ?? story[0].At;

    /// <summary>From its opening to where it left the line for good: landed, merged by somebody else, or closed.</summary>
    private IEnumerable<(long, Span)> Whole()
    {
        if (
            story.FirstOrDefault(row => IsLanding(row) || (IsStay(row) && row.Line.Kind == "left" && Code(row) == "closed")) is not { } last
        )
        {
            yield break;
        }

        var events = story
            .TakeWhile(row => row.Seq <= last.Seq)
            .Select(row => new SpanEvent(row.At, row.Line.Kind, [new("sluice.says", Wide.Cut(row.Line.Says))]))
            .ToRow();
        yield return (
            last.Seq,
            new Span(_trace, TraceIds.Root(_trace), null, "pull", Opened, last.At) { Tags = Tags(last), Events = events }
        );
    }

    /// <summary>How long it stood where: waiting, in line, tested, held, put out.</summary>
    private IEnumerable<(long, Span)> Stays()
    {
        JournalRow? before = null;
        foreach (var row in story.Where(row => IsStay(row) || IsLanding(row)))
        {
            if (before is not null)
            {
                yield return (
                    row.Seq,
                    Between(before, row, $"pull.{before.Line.Kind}", before) with
                    {
                        Failed = before.Line.Kind == "ejected" ? Wide.Cut(before.Line.Says) : null,
                    }
                );
            }

            before = IsLanding(row) ? null : row;
        }
    }

    private IEnumerable<(long, Span)> Builds()
    {
        var rows = story.Where(row =>
            row.Subject.StartsWith("lane/", StringComparison.Ordinal) && row.Line.Kind is "green" or "red" or "no_verdict"
        );
        foreach (var row in rows)
        {
            using var data = JsonDocument.Parse(row.Line.Data ?? "{}");
            if (data.RootElement.TryGetProperty("build", out var build) && build.GetString() is { } id)
            {
                var began =
                    row.At
                    - TimeSpan.FromSeconds(
                        data.RootElement.TryGetProperty("seconds", out var ran) && ran.ValueKind == JsonValueKind.Number
                            ? ran.GetDouble()
                            : 0
                    );
                yield return (
                    row.Seq,
                    new Span(_trace, TraceIds.Span(_trace, $"build/{id}"), TraceIds.Root(_trace), "build", began, row.At)
                    {
                        Tags = [.. Tags(row), .. Wide.Of(row.Line.Data, "sluice.build."), new("sluice.build.answer", row.Line.Kind)],
                        Links = row.Line.Pulls.Where(other => other != number).Select(other => TraceIds.ToPull(repo.Id, other)).ToRow(),
                        Failed = row.Line.Kind == "green" ? null : Wide.Cut(row.Line.Says),
                    }
                );
            }
        }
    }

    /// <summary>From when it was proven to when the base held it.</summary>
    private IEnumerable<(long, Span)> Landings()
    {
        if (story.FirstOrDefault(row => IsLanding(row) && IsOfLane(row)) is not { } landed)
        {
            yield break;
        }

        var proven = story.LastOrDefault(row => row.Seq < landed.Seq && row.Line.Kind == "green" && IsOfLane(row)) ?? landed;
        var own = LandedPulls.Read(landed.Line.Data ?? """{"pulls":[]}""").FirstOrDefault(each => each.Number == number);
        yield return (
            landed.Seq,
            Between(proven, landed, "landing", landed) with
            {
                Tags =
                [
                    .. Tags(landed),
                    .. own is null
                        ? []
                        : new SpanTag[]
                        {
                            new("sluice.landing.commit", own.Commit.Hex),
                            new("sluice.landing.before", own.Before.Hex),
                            new("sluice.landing.tip", own.Tip.Hex),
                            new("sluice.landing.fails", own.Fails),
                        },
                ],
            }
        );
    }

    private Span Made(CanaryPart part) =>
        new(
            _trace,
            TraceIds.Span(_trace, part.Key),
            part.Parent is { } parent ? TraceIds.Span(_trace, parent) : TraceIds.Root(_trace),
            part.Name,
            part.Start.At,
            part.End.At
        )
        {
            Tags = [.. Tags(part.End), .. Wide.Of(part.End.Line.Data, "sluice.release."), new("sluice.environment", part.Environment)],
            Failed = part.IsBad ? Wide.Cut(part.End.Line.Says) : null,
        };

    private Span Between(JournalRow from, JournalRow to, string name, JournalRow about) =>
        new(_trace, TraceIds.Span(_trace, $"{name}/{from.Seq}"), TraceIds.Root(_trace), name, from.At, to.At)
        {
            Tags = [.. Tags(about), new("sluice.says", Wide.Cut(about.Line.Says))],
        };

    /// <summary>What was known of it when that line was written: the record that stood in its comment and check run.</summary>
    private Row<SpanTag> Tags(JournalRow at)
    {
        var record = story.LastOrDefault(row => row.Seq <= at.Seq && IsStay(row))?.Line.Data;
        return
        [
            new("sluice.repository", repo.FullName),
            new("sluice.repository.id", repo.Id),
            new("sluice.repository.private", repo.Private),
            new("sluice.pull", (long)number),
            .. pull is null ? [] : new SpanTag[] { new("sluice.author", pull.Author.Login), new("sluice.lane", pull.Base) },
            new("sluice.decision", at.Line.Kind),
            new("sluice.subject", at.Subject),
            new("sluice.journal", at.Seq),
            new("sluice.pulls", at.Line.Pulls.Select(each => $"{each}").ToRow()),
            .. Wide.Of(record, "sluice.pull."),
        ];
    }

    private static bool IsOfLane(JournalRow row) => row.Subject.StartsWith("lane/", StringComparison.Ordinal);

    private static bool IsLanding(JournalRow row) =>
        (IsOfLane(row) && row.Line.Kind == LandedPulls.Kind) || (IsStay(row) && row.Line.Kind == "merged");

    /// <summary>A line that says where the pull stands, with its record.</summary>
    private static bool IsStay(JournalRow row) =>
        row.Subject.StartsWith("pull/", StringComparison.Ordinal)
        && row.Line.Kind is "waiting" or "queued" or "testing" or "held" or "ejected" or "left" or "merged";

    private static string? Code(JournalRow row)
    {
        using var data = JsonDocument.Parse(row.Line.Data ?? "{}");
        return data.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
