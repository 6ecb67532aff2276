using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Tracing;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>A pull request as the contract's <c>pulls/{number}</c> tells it.</summary>
/// <param name="Record">The contract's record, as the status comment and the check run hold it.</param>
/// <param name="Reasons">Why it stands where it does, as <c>/sluice explain</c> tells it.</param>
/// <param name="Journal">Oldest first.</param>
/// <param name="Trace">The id of its trace, where traces are collected.</param>
internal sealed record PullAnswer(JsonElement Record, IReadOnlyList<Reason> Reasons, IReadOnlyList<JournalView> Journal, string Trace)
{
    public static PullAnswer Of(PullView pull, AskedPage page, HttpContext http)
    {
        using var record = JsonDocument.Parse(PullRecord.Json(pull.Telling));
        return new(
            record.RootElement.Clone(),
            [.. Sluice.Flow.Words.Reasons.Of(pull.Telling)],
            page.Of(
                [
                    .. pull.Story.Select(row => new JournalView(
                        row.Seq,
                        row.At,
                        row.Subject,
                        row.Line.Kind,
                        row.Line.Says,
                        [.. row.Line.Pulls]
                    )),
                ],
                http
            ),
            TraceIds.OfPull(pull.Repository.Id, pull.Telling.Pull.Number)
        );
    }
}

internal sealed record JournalView(long Seq, DateTimeOffset At, string Subject, string Kind, string Says, IReadOnlyList<int> Pulls);
