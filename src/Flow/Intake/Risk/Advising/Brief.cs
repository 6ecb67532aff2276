using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>
/// What of a change a language model is shown: the riskiest files first, within a budget, without secrets and without what cannot be seen.
/// </summary>
/// <param name="LeftOut">Written files that are not in it, or not whole.</param>
public sealed record Brief(Sha Head, Row<BriefedFile> Files, int LeftOut)
{
    /// <summary>About 12,000 tokens.</summary>
    public const int MostCharacters = 40_000;

    private const int MostFiles = 40;
    private const int MostRanked = 400;
    private const int MostLines = 4_000;

    /// <summary>A longer line was not written by hand; cutting it could cut a secret so that nobody knows it any more.</summary>
    private const int LongestLine = 500;

    /// <summary>The files whose diff is worth reading, in the order in which they are shown.</summary>
    public static Row<FileChange> Wanted(Change change, RiskPolicy policy)
    {
        var (wanted, lines) = (new List<FileChange>(), 0);
        var ranked = Sizes
            .Written(change)
            .Where(file => file.Added + file.Deleted > 0)
            .OrderByDescending(file => file.Added + file.Deleted)
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(MostRanked)
            .OrderByDescending(file => Floor(change, file, policy))
            .ThenByDescending(file => Paths.IsCode(file.Path) && !Paths.IsTest(file.Path))
            .ThenByDescending(file => file.Added + file.Deleted)
            .ThenBy(file => file.Path, StringComparer.Ordinal);
        foreach (var file in ranked.Take(MostFiles))
        {
            lines += file.Added + file.Deleted;
            if (wanted.Count > 0 && lines > MostLines)
            {
                break;
            }

            wanted.Add(file);
        }

        return wanted.ToRow();
    }

    /// <param name="diff">As <c>git diff</c> writes it.</param>
    public static Brief Of(Change change, RiskPolicy policy, string diff)
    {
        var (patches, files, budget) = (Patches.Of(diff), new List<BriefedFile>(), MostCharacters);
        var whole = 0;
        foreach (var file in Wanted(change, policy))
        {
            if (!patches.TryGetValue(file.Path, out var patch) || budget <= 0)
            {
                continue;
            }

            var lines = new List<string>();
            foreach (var line in Secrets.Redact(patch.Select(Shown)))
            {
                budget -= line.Length + 1;
                if (budget < 0)
                {
                    break;
                }

                lines.Add(line);
            }

            whole += budget >= 0 ? 1 : 0;
            if (lines.Count > 0)
            {
                files.Add(new BriefedFile(Secrets.Redact(Visible.Of(file.Path)), lines.ToRow()));
            }
        }

        return new Brief(change.Head, files.ToRow(), Sizes.Written(change).Count - whole);
    }

    private static Band Floor(Change change, FileChange file, RiskPolicy policy) =>
        Floors.Of(change with { Files = [file] }, policy) is [var highest, ..] ? highest.AtLeast : Band.Low;

    private static string Shown(string line) =>
        line.Length > LongestLine ? line[..1] + $"[a line of {line.Length} characters]" : Visible.Of(line);
}

/// <param name="Lines">Each begins with its sign: <c>+</c> added, <c>-</c> removed, a space unchanged.</param>
public sealed record BriefedFile(string Path, Row<string> Lines);
