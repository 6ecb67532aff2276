using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>What came of asking a language model about one head. Only what may count is in it: see <see cref="AdvisorAnswer"/>.</summary>
/// <param name="Failed">Why there is no answer; null: there is one. A failed asking changes nothing and is not tried again for this
/// head.</param>
public sealed record Advice(Row<Worry> Worries, string? Failed = null)
{
    /// <summary>Where the head forked off that it was asked about; null: not noted.</summary>
    public Row<Sha>? From { get; init; }

    /// <summary>Whether it was asked about this change: by another base the same head brings something else.</summary>
    public bool IsOf(Change change) => From is null || From == change.MergeBases;

    public static Advice Failure(string why) => new([], why);
}

/// <summary>A line that a language model worries about, which is a line of the diff that it was shown.</summary>
/// <param name="Quote">The line, as it was shown.</param>
/// <param name="Why">Its words, without anything that could address somebody or mark up text.</param>
public sealed record Worry(string Path, string Quote, string Why)
{
    private const int LongestPath = 70;
    private const int LongestQuote = 90;

    /// <summary>The reason as it is told.</summary>
    public string Says => $"a language model worries about `{Span(Path, LongestPath)}`: `{Span(Quote, LongestQuote)}`: {Why}";

    /// <summary>A backtick would end the span that it stands in.</summary>
    private static string Span(string text, int longest) => Clipped.To(text, longest).Replace('`', '\'');
}
