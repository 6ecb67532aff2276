using Sluice.Flow.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>
/// What a comment's commands came to. Its words are made last, because some tell where the pull stands once all is decided.
/// </summary>
/// <param name="Texts">In the order of the commands.</param>
internal sealed record Said(long Comment, Reaction Reaction, Row<Func<Telling, string>> Texts)
{
    /// <summary>GitHub takes a little more; behind it comes by what the answer is found again.</summary>
    private const int Longest = 65_000;

    /// <summary>What is noted of it beside the ledger, in the same transaction.</summary>
    public Row<JournalLine> Lines { get; init; } = [];

    public Said And(Reaction reaction, Func<Telling, string>? text = null) =>
        this with
        {
            Reaction = reaction > Reaction ? reaction : Reaction,
            Texts = text is null ? Texts : Texts.Add(text),
        };

    public Reply Answer(Telling telling) =>
        new(
            Comment,
            Reaction switch
            {
                Reaction.Confused => "confused",
                Reaction.Done => "+1",
                _ => "eyes",
            },
            Texts.Count == 0
                ? null
                : Clipped.To(string.Join("\n\n", Texts.Distinct().Select(text => text(telling)).Distinct(StringComparer.Ordinal)), Longest)
        );
}

/// <summary>A comment gets one: the one that matters most.</summary>
internal enum Reaction
{
    Eyes,
    Done,
    Confused,
}
