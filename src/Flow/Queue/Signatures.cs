using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// A base that demands signed commits. Rulesets say so; of classic protection an App without the right sees it not, and is told by the
/// first refusal. What is built then is made by GitHub, which signs it; but a pull with an unsigned commit of its own no base of that kind
/// takes.
/// </summary>
internal static class Signatures
{
    /// <summary>What a refusal said is asked anew after that: the demand may be gone.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromDays(7);

    public static bool AreWanted(Draft draft) =>
        draft.Seen.Rules.Signatures || draft.Ledger.SignsSince is { } since && draft.Seen.Now - since < Believed;

    /// <summary>
    /// Makes of a refused landing what it teaches; false: it is not about signatures, or about nobody of those that would land.
    /// </summary>
    /// <param name="words">GitHub's.</param>
    public static bool TakeIn(Draft draft, Landing landing, string words)
    {
        if (
            !words.Contains("signature", StringComparison.OrdinalIgnoreCase)
            || draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build) is not { } build
        )
        {
            return false;
        }

        if (!build.Signed)
        {
            draft.Ledger = draft.Ledger with { SignsSince = draft.Seen.Now };
            draft.Say("signing", QueueWords.Signs(draft.Seen.Base), []);
            return true;
        }

        var entries = landing
            .Pulls.Where(pull => build.Unsigned.Contains(pull.Number) && draft.IsAlive(pull.Number, pull.Head))
            .Select(pull => draft.Find(pull.Number))
            .OfType<Entry>()
            .ToList();
        foreach (var entry in entries)
        {
            draft.Eject(entry, Code.ChecksFailed, QueueWords.Unsigned(draft.Seen.Base, words), landing.Build);
        }

        return entries.Count > 0;
    }
}
