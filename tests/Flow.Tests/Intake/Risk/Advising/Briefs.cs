using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake.Risk.Advising;

/// <summary>Diffs as git writes them, and the briefs of them.</summary>
internal static class Briefs
{
    public static string Diff(params (string Path, string[] Lines)[] files) =>
        string.Concat(
            files.Select(file =>
                $"diff --git a/{file.Path} b/{file.Path}\nindex 1..2 100644\n--- a/{file.Path}\n+++ b/{file.Path}\n@@ -1,3 +1,3 @@ def price\n{string.Join('\n', file.Lines)}\n"
            )
        );

    public static Brief Of(params (string Path, string[] Lines)[] files) =>
        Brief.Of(
            new Change(
                Pull.Head(100),
                Pull.Head(),
                [
                    .. files.Select(file => new FileChange(
                        file.Path,
                        file.Lines.Count(line => line[0] == '+'),
                        file.Lines.Count(line => line[0] == '-')
                    )),
                ]
            ),
            Policy.Default.Risk,
            Diff(files)
        );
}
