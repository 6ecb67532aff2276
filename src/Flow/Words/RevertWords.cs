using System.Globalization;
using System.Text;
using Sluice.Flow.Release;

namespace Sluice.Flow.Words;

/// <summary>What stands on a revert pull request that the bot opens.</summary>
public static class RevertWords
{
    private const int LongestTitle = 200;

    private const int Suspects = 12;

    /// <param name="taken">What it takes back, newest first.</param>
    public static string Title(Row<LandedPull> taken) =>
        taken.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"Revert \"{Plain(taken[0].Title)}\" (#{taken[0].Number})")
            : string.Create(CultureInfo.InvariantCulture, $"Revert {taken.Count} changes of a regressed canary ({Numbers(taken)})");

    /// <summary>Why none is opened where there is nothing to take back.</summary>
    public static string Nothing(string onto) => $"{onto} holds nothing of it any more: there is nothing to revert";

    /// <param name="later">Pulls that landed later and touch the same files.</param>
    public static string Body(Canary canary, Row<LandedPull> taken, Row<int> later)
    {
        var why =
            taken.Count == 1
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"#{taken[0].Number} is blamed with {canary.Blame!.Confidence * 100:0}% confidence: {Markup.Sentence(canary.Blame.Evidence)}."
                )
                : $"Which of them is to blame is not clear enough to name one ({Markup.Sentence(canary.Blame!.Evidence)}), so all of them are taken back together; each can land again by itself.";
        var numbers = Numbers(taken);
        return $"""
            This takes back {numbers}.

            {canary.Verdict?.Says}

            {why}
            {Table(canary)}{Later(later)}
            The commit {canary.Previous.Short} was deployed again at the verdict. Until this lands, nothing that holds {numbers} is deployed; then deployments go on by themselves.

            To land such a change again, say `/sluice reland` on it and repair it in the pull request that opens: merging the old branch once more would bring nothing, since git counts it as merged.
            """.ReplaceLineEndings("\n");
    }

    /// <summary>On a revert that a person asked for.</summary>
    public static string AskedBody(AskedPull asked) =>
        $"""
            This takes back {Numbers([asked.Pull])}: {Markup.Sentence(OrderWords.By(asked.Order))}.

            It goes ahead of everything in the queue, through the same checks.
            """.ReplaceLineEndings("\n");

    /// <summary>The title of a pull request that lands a change again.</summary>
    public static string Again(LandedPull pull) =>
        string.Create(CultureInfo.InvariantCulture, $"Reland \"{Plain(pull.Title)}\" (#{pull.Number})");

    public static string AgainBody(AskedPull asked) =>
        $"""
            This lands {Numbers([asked.Pull])} once more, as it was: {Markup.Sentence(OrderWords.By(asked.Order))}.

            Repair it here, by pushes to this branch: merging the old branch once more would bring nothing, since git counts it as merged. Then `/sluice queue`.
            """.ReplaceLineEndings("\n");

    private static string Later(Row<int> later) =>
        later.Count == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"\nThese landed later and touch the same files, so look whether they stand without it: {string.Join(", ", later.Select(number => $"#{number}"))}.\n"
            );

    /// <summary>Everybody who was suspected and why, for people to check; nothing for a canary of one.</summary>
    private static string Table(Canary canary)
    {
        if (canary.Pulls.Count < 2 || canary.Suspects.Count == 0)
        {
            return "";
        }

        var table = new StringBuilder("\n| suspect | before | after | because |\n|---|---|---|---|\n");
        foreach (var each in canary.Suspects.Take(Suspects))
        {
            var who = each.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"#{number}") : "none of them";
            var because = string.Join(
                "; ",
                each.Factors.Select(factor =>
                    factor.Ratio == 1 ? factor.Says : $"{factor.Says} (×{factor.Ratio.ToString("0.##", CultureInfo.InvariantCulture)})"
                )
            );
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {who} | {each.Prior * 100:0.#}% | {each.Probability * 100:0.#}% | {Markup.Sentence(because).Replace('|', '\u00a6')} |\n"
            );
        }

        return table.ToString();
    }

    private static string Numbers(Row<LandedPull> pulls) =>
        string.Join(
            ", ",
            pulls.Select(pull => pull.Number).Order().Select(number => string.Create(CultureInfo.InvariantCulture, $"#{number}"))
        );

    private static string Plain(string title) => Clipped.To(new string([.. title.Where(letter => !char.IsControl(letter))]), LongestTitle);
}
