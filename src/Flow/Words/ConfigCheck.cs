using System.Globalization;
using Sluice.Flow.Policies;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What the check run <c>sluice / config</c> says of a sluice.yml that a pull request would put in place.</summary>
public static class ConfigCheck
{
    public const string Name = "sluice / config";

    private const int MostRows = 60;

    public static string Title(Proposal proposal) =>
        proposal.Faults.Count > 0 ? Plural.Of(proposal.Faults.Count + proposal.More, "fault")
        : proposal.Changes.Count == 0 ? "Nothing changes"
        : Plural.Of(proposal.Changes.Count, "setting changes", "settings change");

    /// <param name="onto">The branch that would have the file.</param>
    public static string Summary(Proposal proposal, string onto) =>
        Cut(
            proposal.Faults.Count > 0 ? Faults(proposal, onto)
            : proposal.Changes.Count == 0 ? $"What is in force on {Code(onto)} says the same already."
            : Changes(proposal, onto)
        );

    /// <summary>Shown as plain text at its line.</summary>
    public static string At(Fault fault) => Plain(fault.Message, 1_000).Replace("@", "@\u200b", StringComparison.Ordinal);

    private static string Faults(Proposal proposal, string onto)
    {
        var lines = proposal.Faults.Select(fault =>
            string.Create(CultureInfo.InvariantCulture, $"- {fault.Line}:{fault.Column}: {Code(fault.Message, 400)}")
        );
        var more = proposal.More > 0 ? string.Create(CultureInfo.InvariantCulture, $"\n- and {proposal.More} more") : "";
        return $"A file with a fault is not obeyed at all: if this landed, {Code(onto)} would keep the last valid one.\n\n{string.Join('\n', lines)}{more}\n\n"
            + "Mend them and push; `sluice validate .github/sluice.yml` tells the same beforehand.";
    }

    private static string Changes(Proposal proposal, string onto)
    {
        var says = proposal.Removed
            ? $"The file goes away: once this is on {Code(onto)}, the defaults hold."
            : $"Once this is on {Code(onto)}, these settings change; until then nothing of it holds.";
        var rows = proposal.Changes.Take(MostRows).Select(change => $"| {Code(change.Key)} | {Value(change.Now)} | {Value(change.Then)} |");
        var more =
            proposal.Changes.Count > MostRows
                ? string.Create(CultureInfo.InvariantCulture, $"\n\nAnd {proposal.Changes.Count - MostRows} more.")
                : "";
        return $"{says}\n\n| key | now | then |\n|---|---|---|\n{string.Join('\n', rows)}{more}{(proposal.Rehearsal is { } rehearsal ? $"\n\n{RehearsalWords.Says(rehearsal, onto)}" : "")}";
    }

    private static string Value(string? value) =>
        value is null ? "not set"
        : value.Length == 0 ? "empty"
        : Code(value, 200);
}
